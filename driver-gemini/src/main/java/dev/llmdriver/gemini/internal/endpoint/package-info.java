/** Where Gemini is, and under which addresses it answers what. */
@NullMarked
package dev.llmdriver.gemini.internal.endpoint;

import org.jspecify.annotations.NullMarked;
