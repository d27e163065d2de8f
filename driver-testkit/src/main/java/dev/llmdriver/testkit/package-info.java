/**
 * Fakes, wire twins and the conformance kit for tests.
 *
 * <p>Start with a provider inside the process: {@link dev.llmdriver.testkit.HuggingFaceTwin}, {@link
 * dev.llmdriver.testkit.GeminiTwin} or {@link dev.llmdriver.testkit.OllamaTwin}. What it sends is a {@link
 * dev.llmdriver.testkit.TwinAnswer} spelt as that provider does ({@link dev.llmdriver.testkit.HuggingFaceDialect}, {@link
 * dev.llmdriver.testkit.GeminiReplies}, {@link dev.llmdriver.testkit.OllamaDialect}), one of its errors ({@link
 * dev.llmdriver.testkit.HuggingFaceErrors}, {@link dev.llmdriver.testkit.GeminiErrors}, {@link
 * dev.llmdriver.testkit.OllamaErrors}), or any {@link dev.llmdriver.testkit.Reply}, faults of the socket included. {@link
 * dev.llmdriver.testkit.WireTwin} is the same without any behaviour of its own.
 */
@NullMarked
package dev.llmdriver.testkit;

import org.jspecify.annotations.NullMarked;
