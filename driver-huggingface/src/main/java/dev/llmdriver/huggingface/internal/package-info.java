/** Hidden code of this module. */
@NullMarked
package dev.llmdriver.huggingface.internal;

import org.jspecify.annotations.NullMarked;
