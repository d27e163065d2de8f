/** Turns texts into vectors. */
@NullMarked
package dev.llmdriver.gemini.internal.embedding;

import org.jspecify.annotations.NullMarked;
