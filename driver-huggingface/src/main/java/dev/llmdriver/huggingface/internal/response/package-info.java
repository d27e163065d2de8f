/** How chat answers are read, whole or as a stream. */
@NullMarked
package dev.llmdriver.huggingface.internal.response;

import org.jspecify.annotations.NullMarked;
