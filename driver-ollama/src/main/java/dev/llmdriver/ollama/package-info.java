/** The driver {@code ollama}. */
@NullMarked
package dev.llmdriver.ollama;

import org.jspecify.annotations.NullMarked;
