package dev.llmdriver.testkit;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Health;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Message;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.internal.FromEnvironment;
import dev.llmdriver.testkit.internal.LiveCheck;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What must hold of a driver against the real service, whatever the model says: a driver's live test extends this class and is
 * marked {@link LiveTest}. What depends on the very words of an answer is proved by the conformance kit, on the loopback.
 *
 * <pre>{@code
 * @LiveTest("acme")
 * class AcmeLiveTest extends LiveScenarios {
 *     protected LlmDriver driver() { return new AcmeDriver(); }
 *     protected String chatModel(LlmProvider provider) { return "acme-small"; }
 *     protected Set<Capability> capabilities() { return Set.of(Capability.TOOLS); }
 * }
 * }</pre>
 *
 * <p>Calls are paid from {@link #budget()}. A test fails when the model fails: no error is taken for a bad day of the provider. Not
 * thread-safe.
 */
public abstract class LiveScenarios {
    /** Room for a model that thinks before it speaks. */
    private static final int MOST_TOKENS = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Tool WEATHER = new Tool(
            "get_weather",
            "Tells the weather of a city now.",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");
    private static final ChatRequest QUESTION = asking("Say hello in one short sentence.");

    private @Nullable LlmProvider opened;

    /** For the driver's part. */
    protected LiveScenarios() {}

    /** {@return the driver} */
    protected abstract LlmDriver driver();

    /** {@return a cheap chat model of the provider} */
    protected abstract String chatModel(LlmProvider provider);

    /** {@return what the model can do, for the scenarios that not every model can play} */
    protected abstract Set<Capability> capabilities();

    /** {@return the options of the provider; by default what the driver's environment variables say} */
    protected DriverOptions.Builder options() {
        return FromEnvironment.ofProcess().options(driver());
    }

    /** {@return what may be spent; by default what all tests of this process share} */
    protected LiveBudget budget() {
        return LiveBudget.ofThisRun();
    }

    /** {@return whether the provider refuses a wrong key; true by default} */
    protected boolean checksKeys() {
        return true;
    }

    /** Closes the provider. */
    @AfterEach
    public final void closeProvider() {
        if (opened != null) {
            opened.close();
        }
    }

    private LlmProvider provider() {
        if (opened == null) {
            opened = open(options());
        }
        return opened;
    }

    private LlmProvider open(DriverOptions.Builder options) {
        return LlmDrivers.of(driver()).open(options.build());
    }

    /** The provider is up, and offers models. */
    @Test
    public final void isUp() {
        Health health = provider().health().join();
        LiveCheck.that(health.status() == Health.Status.UP, "the provider should be up, but is " + health);
        LiveCheck.that(!provider().models().join().isEmpty(), "the provider should offer models, but offers none");
    }

    /** A question gets an answer. */
    @Test
    public final void answers() {
        LiveCheck.answer(model().generate(QUESTION));
    }

    /** A stream is in order, and ends like a whole answer: the same finish reason, usage if there is any there. */
    @Test
    public final void streamsAsItAnswers() {
        StreamProbe probe = StreamProbe.unbounded();
        ChatModel model = model();
        model.stream(QUESTION).subscribe(probe);
        ChatResponse streamed = probe.awaitFinished(PATIENCE);
        probe.assertInOrder();
        LiveCheck.answer(streamed);
        ChatResponse whole = model.generate(QUESTION);
        LiveCheck.same(
                "finish reason",
                whole.finishReason().kind(),
                streamed.finishReason().kind());
        LiveCheck.same(
                "presence of usage", whole.usage().isPresent(), streamed.usage().isPresent());
    }

    /** A model that does not exist is told from other errors. */
    @Test
    public final void tellsAnUnknownModel() {
        ChatModel unknown = budget().guard(provider().chatModel("no-such-model-7f3a9c"));
        LlmException error = LiveCheck.failure("an unknown model", () -> unknown.generate(QUESTION));
        LiveCheck.same("kind of an unknown model's error", ErrorKind.MODEL_NOT_FOUND, error.kind());
        LiveCheck.same("attempts", 1, error.attempts().size());
    }

    /** A wrong key is told from other errors, and is not shown. */
    @Test
    public final void tellsAWrongKey() {
        Assumptions.assumeTrue(checksKeys(), "the provider takes any key");
        String key = "wrong-key-4d1f0b7a2c";
        try (LlmProvider locked = open(options().set(CommonOptions.API_KEY.name(), key))) {
            ChatModel model = budget().guard(locked.chatModel(chatModel(provider())));
            LlmException error = LiveCheck.failure("a wrong key", () -> model.generate(QUESTION));
            LiveCheck.same("kind of a wrong key's error", ErrorKind.AUTHENTICATION, error.kind());
            LiveCheck.that(!error.toString().contains(key), "the error should not show the key: " + error);
        }
    }

    /** A stream that is cancelled in the middle ends at once, with what had come. */
    @Test
    public final void canBeCancelled() {
        ChatStream stream = model().stream(asking("Count from 1 to 300 in words."));
        StreamProbe probe = StreamProbe.unbounded();
        stream.subscribe(probe);
        probe.await("content", events -> events.stream().anyMatch(event -> event.isContent()), PATIENCE);
        stream.cancel();
        LlmException error = LiveCheck.failure(
                "a cancelled stream",
                () -> stream.completion()
                        .orTimeout(SOON.toMillis(), TimeUnit.MILLISECONDS)
                        .join());
        LiveCheck.that(
                error instanceof CancelledException, "a cancelled stream should end as cancelled, but: " + error);
        LiveCheck.that(error.partial().isPresent(), "a cancelled stream should keep what had come");
    }

    /** A tool is called, its result is understood. */
    @Test
    public final void callsATool() {
        Assumptions.assumeTrue(capabilities().contains(Capability.TOOLS), "the model calls no tools");
        ChatModel model = model();
        ChatRequest question = asking("What is the weather in Oslo? Use the tool.").toBuilder()
                .tools(WEATHER)
                .build();
        ChatRequest forced = capabilities().contains(Capability.TOOL_CHOICE)
                ? question.toBuilder().toolChoice(ToolChoice.required()).build()
                : question;
        ChatResponse calls = model.generate(forced);
        LiveCheck.same(
                "finish reason",
                FinishReason.Kind.TOOL_CALLS,
                calls.finishReason().kind());
        LiveCheck.that(!calls.toolCalls().isEmpty(), "the model should call the tool, but said: " + calls);
        ToolResult[] results = calls.toolCalls().stream()
                .peek(LiveScenarios::checkCall)
                .map(call -> ToolResult.of(call, "{\"sky\":\"rain\",\"celsius\":7}"))
                .toArray(ToolResult[]::new);
        LiveCheck.answer(model.generate(question.toBuilder()
                .message(calls.message())
                .message(Message.tool(results))
                .build()));
    }

    private static void checkCall(ToolCall call) {
        LiveCheck.same("name of the tool", WEATHER.name(), call.name());
        LiveCheck.that(!call.id().isBlank(), "a call should have an id: " + call);
        LiveCheck.that(LiveCheck.isJson(call.arguments()), "arguments should be a JSON object: " + call);
    }

    private ChatModel model() {
        return budget().guard(provider().chatModel(chatModel(provider())));
    }

    private static ChatRequest asking(String prompt) {
        return ChatRequest.builder()
                .user(prompt)
                .maxTokens(MOST_TOKENS)
                .deadline(PATIENCE)
                .build();
    }
}
