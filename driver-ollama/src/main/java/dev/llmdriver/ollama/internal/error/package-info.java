/** Errors, classified. */
@NullMarked
package dev.llmdriver.ollama.internal.error;

import org.jspecify.annotations.NullMarked;
