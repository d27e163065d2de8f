/** What models there are, and whether an endpoint can be used. */
@NullMarked
package dev.llmdriver.huggingface.internal.catalogue;

import org.jspecify.annotations.NullMarked;
