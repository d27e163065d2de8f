/** What a part of an answer carries for its way back. */
@NullMarked
package dev.llmdriver.gemini.internal.part;

import org.jspecify.annotations.NullMarked;
