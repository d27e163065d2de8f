/** Vectors, asked for and read. */
@NullMarked
package dev.llmdriver.ollama.internal.embedding;

import org.jspecify.annotations.NullMarked;
