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
 *
 * <p>Without a socket: {@link dev.llmdriver.testkit.ScriptedChatModel} for the tests of applications, {@link
 * dev.llmdriver.testkit.StreamProbe} for streams, {@link dev.llmdriver.testkit.ManualScheduler} for time. With recordings: {@link
 * dev.llmdriver.testkit.RecordingProxy} makes them, {@link dev.llmdriver.testkit.ReplayTwin} plays them. Against a real provider:
 * {@link dev.llmdriver.testkit.LiveTest}.
 */
@NullMarked
package dev.llmdriver.testkit;

import org.jspecify.annotations.NullMarked;
