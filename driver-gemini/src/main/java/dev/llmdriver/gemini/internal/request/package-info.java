/** Writes requests. */
@NullMarked
package dev.llmdriver.gemini.internal.request;

import org.jspecify.annotations.NullMarked;
