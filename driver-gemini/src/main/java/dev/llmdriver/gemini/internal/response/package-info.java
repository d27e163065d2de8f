/** Reads answers, whole and streamed. */
@NullMarked
package dev.llmdriver.gemini.internal.response;

import org.jspecify.annotations.NullMarked;
