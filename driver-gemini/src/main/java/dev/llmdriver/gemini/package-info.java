/**
 * The driver {@code gemini}: chat, streaming, tools, media, thoughts with their signatures, token counting and embeddings with Google's
 * Gemini models.
 *
 * <p>Applications put the module on their path and name a model, {@code gemini:gemini-2.5-flash}; {@link
 * dev.llmdriver.gemini.GeminiOptions} says what can be configured, {@code docs/gemini.md} explains it. Nothing here needs to be called by
 * name.
 */
@NullMarked
package dev.llmdriver.gemini;

import org.jspecify.annotations.NullMarked;
