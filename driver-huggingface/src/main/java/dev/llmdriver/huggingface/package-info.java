/** The driver of Hugging Face. */
@NullMarked
package dev.llmdriver.huggingface;

import org.jspecify.annotations.NullMarked;
