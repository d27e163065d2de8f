/**
 * The contract for drivers and decorators.
 *
 * <p>A driver is an {@link dev.llmdriver.spi.LlmDriver} that opens an {@link dev.llmdriver.LlmProvider}, whose models stand on a
 * {@link dev.llmdriver.spi.ChatEngine}; {@link dev.llmdriver.spi.ChatModels} puts the user's face on an engine. A decorator is an
 * engine over an engine. The numbered rules are in {@code docs/CONTRACT.md}.
 */
@NullMarked
package dev.llmdriver.spi;

import org.jspecify.annotations.NullMarked;
