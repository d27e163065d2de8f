/**
 * The contract for applications: one small interface over every language model.
 *
 * <p>Start with {@link dev.llmdriver.LlmDrivers} (find a driver), {@link dev.llmdriver.LlmProvider} (a configured connection),
 * {@link dev.llmdriver.ChatModel} (talk to one model) and {@link dev.llmdriver.ChatRequest} (what to ask). Failures are
 * {@link dev.llmdriver.error.LlmException}s. JSON in this contract is always text, times are {@link java.time.Duration} and
 * {@link java.time.Instant}, and {@code null} is neither accepted nor returned.
 */
@NullMarked
package dev.llmdriver;

import org.jspecify.annotations.NullMarked;
