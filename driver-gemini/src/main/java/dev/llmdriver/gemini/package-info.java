/** The driver {@code gemini}. */
@NullMarked
package dev.llmdriver.gemini;

import org.jspecify.annotations.NullMarked;
