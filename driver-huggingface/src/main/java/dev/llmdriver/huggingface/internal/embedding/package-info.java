/** Vectors: the three routes and their shapes. */
@NullMarked
package dev.llmdriver.huggingface.internal.embedding;

import org.jspecify.annotations.NullMarked;
