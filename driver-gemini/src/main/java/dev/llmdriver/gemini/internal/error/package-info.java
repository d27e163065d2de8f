/** Turns errors into types. */
@NullMarked
package dev.llmdriver.gemini.internal.error;

import org.jspecify.annotations.NullMarked;
