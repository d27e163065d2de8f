/**
 * Fakes, wire twins and the conformance kit for tests.
 *
 * <p>Start with {@link dev.llmdriver.testkit.HuggingFaceTwin}, a provider inside the process. What it sends is a
 * {@link dev.llmdriver.testkit.TwinAnswer} in a {@link dev.llmdriver.testkit.HuggingFaceDialect}, one of the {@link
 * dev.llmdriver.testkit.HuggingFaceErrors}, or any {@link dev.llmdriver.testkit.Reply}, faults of the socket included.
 * {@link dev.llmdriver.testkit.WireTwin} is the same without any behaviour of its own.
 *
 * <p>Without a socket: {@link dev.llmdriver.testkit.ScriptedChatModel} for the tests of applications, {@link
 * dev.llmdriver.testkit.StreamProbe} for streams, {@link dev.llmdriver.testkit.ManualScheduler} for time. With recordings: {@link
 * dev.llmdriver.testkit.RecordingProxy} makes them, {@link dev.llmdriver.testkit.ReplayTwin} plays them. Against a real provider:
 * {@link dev.llmdriver.testkit.LiveTest}.
 */
@NullMarked
package dev.llmdriver.testkit;

import org.jspecify.annotations.NullMarked;
