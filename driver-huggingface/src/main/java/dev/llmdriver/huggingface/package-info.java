/**
 * The driver {@code huggingface}: chat, streaming, tools, images, reasoning and embeddings with the Hugging Face router and its
 * providers, with hf-inference, and with dedicated endpoints of any engine.
 *
 * <p>Applications put the module on their path and name a model, {@code huggingface:org/name}; {@link
 * dev.llmdriver.huggingface.HuggingFaceOptions} says what can be configured, {@code docs/huggingface.md} explains it. Nothing here needs
 * to be called by name.
 */
@NullMarked
package dev.llmdriver.huggingface;

import org.jspecify.annotations.NullMarked;
