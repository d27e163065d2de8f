package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Secret;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerCacheTest {
    private static final ChatRequest GREEDY =
            ChatRequest.builder().user("Hello").temperature(0).build();

    private static final Tool TOOL = new Tool("find", "finds", "{}");
    private static final ProviderData SIGNATURE = new ProviderData("fake", "model", "{}");

    private final ManualScheduler clock = new ManualScheduler();
    private final AnswerCache cache = AnswerCache.of(2, Duration.ofMinutes(10));

    private ChatEngine cached(ChatEngine engine) {
        return Resilience.builder().cache(cache).build().over(engine);
    }

    private ChatResponse ask(ChatEngine engine, ChatRequest request) {
        return engine.generate(request, CallContext.of(clock)).join();
    }

    @Test
    void theSameQuestionIsSentOnce() {
        ScriptedEngine engine = new ScriptedEngine(answer("first"), answer("second"));
        ChatEngine cached = cached(engine);
        ChatResponse sent = ask(cached, GREEDY);
        clock.advance(Duration.ofMinutes(1));
        CallContext later = CallContext.of(clock);
        ChatResponse kept = cached.generate(GREEDY, later).join();

        assertThat(engine.requests).hasValue(1);
        assertThat(kept.message()).isEqualTo(sent.message());
        assertThat(sent.attempts()).hasSize(1);
        assertThat(sent.warnings()).isEmpty();
        assertThat(kept.attempts()).as("nothing was sent for it").isEmpty();
        assertThat(kept.warnings()).extracting(Warning::code).containsExactly("cached");
        assertThat(kept.timings().total()).isZero();
        assertThat(later.ledger().attempts()).isEmpty();
    }

    @Test
    void anAnswerIsForgottenAfterItsTime() {
        ScriptedEngine engine = new ScriptedEngine(answer("first"), answer("second"));
        ChatEngine cached = cached(engine);
        ask(cached, GREEDY);
        clock.advance(Duration.ofMinutes(10).minusNanos(1));
        assertThat(ask(cached, GREEDY).text()).isEqualTo("first");
        clock.advance(Duration.ofNanos(1));
        assertThat(ask(cached, GREEDY).text()).isEqualTo("second");
        cache.clear();
        assertThat(cache.size()).isZero();
    }

    @Test
    void itHoldsNoMoreThanItMay() {
        ChatEngine cached = cached(new ScriptedEngine(answer("hi")));
        for (int i = 0; i < 20; i++) {
            ask(cached, GREEDY.toBuilder().user("more " + i).build());
        }
        assertThat(cache.size()).isBetween(1L, 2L);
    }

    @Test
    void onlyWhatIsRepeatableIsKept() {
        assertThat(requestsForTwo(ChatRequest.builder().user("Hello").seed(7).build()))
                .isEqualTo(1);
        assertThat(requestsForTwo(ChatRequest.builder().user("Hello").topK(1).build()))
                .isEqualTo(1);
        assertThat(requestsForTwo(ChatRequest.of("Hello"))).isEqualTo(2);
        assertThat(requestsForTwo(
                        ChatRequest.builder().user("Hello").temperature(0.1).build()))
                .isEqualTo(2);
        Media elsewhere = Media.of("image/png", URI.create("https://example.org/cat.png"));
        assertThat(requestsForTwo(GREEDY.toBuilder()
                        .message(Message.of(Role.USER, Text.of("Look"), elsewhere))
                        .build()))
                .isEqualTo(2);
    }

    @Test
    void aCallThatChangesWhoIsAskedPassesBy() {
        for (CallOptions options : List.of(
                CallOptions.builder().apiKey(Secret.of("own")).build(),
                CallOptions.builder().baseUrl(URI.create("https://example.org")).build(),
                CallOptions.builder().header("X-Team", "blue").build())) {
            assertThat(requestsForTwo(GREEDY.toBuilder().callOptions(options).build()))
                    .isEqualTo(2);
        }
        CallOptions listening = CallOptions.builder().onWaiting(waiting -> {}).build();
        assertThat(requestsForTwo(GREEDY.toBuilder().callOptions(listening).build()))
                .isEqualTo(1);
    }

    private int requestsForTwo(ChatRequest request) {
        cache.clear();
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        ChatEngine cached = cached(engine);
        ask(cached, request);
        ask(cached, request);
        return engine.requests.get();
    }

    @Test
    void everythingThatIsSentTellsQuestionsApart() {
        List<UnaryOperator<ChatRequest>> changes = List.of(
                request -> request.toBuilder().user("more").build(),
                request -> request.toBuilder().maxTokens(5).build(),
                request -> request.toBuilder().topP(0.5).build(),
                request -> request.toBuilder().topK(1).build(),
                request -> request.toBuilder().stop("end").build(),
                request -> request.toBuilder().frequencyPenalty(1).build(),
                request -> request.toBuilder().presencePenalty(1).build(),
                request -> request.toBuilder().logprobs(1).build(),
                request -> request.toBuilder().tools(TOOL).build(),
                request -> request.toBuilder()
                        .tools(new Tool(TOOL.name(), "otherwise described", TOOL.parameters()))
                        .build(),
                request -> request.toBuilder()
                        .tools(TOOL)
                        .toolChoice(ToolChoice.required())
                        .build(),
                request ->
                        request.toBuilder().tools(TOOL).parallelToolCalls(false).build(),
                request -> request.toBuilder()
                        .responseFormat(ResponseFormat.json())
                        .build(),
                request ->
                        request.toBuilder().reasoningEffort(ReasoningEffort.LOW).build(),
                request -> request.toBuilder().strict(true).build(),
                request -> request.toBuilder().message(Message.assistant("so")).build(),
                request -> request.toBuilder()
                        .message(Message.of(Role.ASSISTANT, Text.of("so").withProviderData(SIGNATURE)))
                        .build(),
                request -> request.toBuilder().seed(5).build(),
                request -> request.toBuilder().rawResponse(true).build(),
                request -> request.toBuilder().extra("fake", "a", 1).build());
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        ChatEngine cached = Resilience.builder()
                .cache(AnswerCache.of(100, Duration.ofMinutes(1)))
                .build()
                .over(engine);
        ask(cached, GREEDY);
        changes.forEach(change -> ask(cached, change.apply(GREEDY)));
        assertThat(engine.requests).hasValue(1 + changes.size());

        ask(
                cached,
                GREEDY.toBuilder()
                        .tag("who", "me")
                        .deadline(Duration.ofSeconds(5))
                        .build());
        assertThat(engine.requests).as("what stays here does not").hasValue(1 + changes.size());
    }

    @Test
    void anotherModelIsAnotherQuestion() {
        ask(cached(new ScriptedEngine(answer("one"))), GREEDY);
        ScriptedEngine other = new ScriptedEngine(answer("other")) {
            @Override
            public ModelRef ref() {
                return ModelRef.parse("fake:other");
            }
        };
        assertThat(ask(cached(other), GREEDY).text()).isEqualTo("other");
        assertThat(ask(cached(other), GREEDY).text())
                .as("answered by the model fallen back to, which may not stay")
                .isEqualTo("other");
        assertThat(other.requests).hasValue(2);
    }

    @Test
    void anAnswerOfAStandInOfTheSameModelIsNotKept() {
        ScriptedEngine first = new ScriptedEngine(
                failure(ErrorKind.SERVER_ERROR), failure(ErrorKind.SERVER_ERROR), answer("with its own settings"));
        ScriptedEngine standIn = new ScriptedEngine(answer("with other settings"));
        ChatEngine cached = Resilience.builder()
                .cache(cache)
                .fallback(FallbackPolicy.defaults(), List.of(standIn))
                .build()
                .over(first);

        assertThat(ask(cached, GREEDY).text()).isEqualTo("with other settings");
        assertThat(stream(cached).readAll().text()).isEqualTo("with other settings");
        assertThat(ask(cached, GREEDY).text()).isEqualTo("with its own settings");
        assertThat(ask(cached, GREEDY).warnings()).extracting(Warning::code).containsExactly("cached");
        assertThat(standIn.requests).hasValue(2);
    }

    @Test
    void failuresAndCutStreamsAreNotKept() {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
        ScriptedEngine engine =
                new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), failure(cut, "a"), silence("b"), answer("c"));
        ChatEngine cached = cached(engine);
        assertThat(cached.generate(GREEDY, CallContext.of(clock))).isCompletedExceptionally();
        for (int i = 0; i < 2; i++) {
            Listener listener = stream(cached);
            listener.readAll();
            listener.subscription.cancel();
        }
        assertThat(ask(cached, GREEDY).text()).isEqualTo("c");
    }

    @ParameterizedTest
    @EnumSource(FinishReason.Kind.class)
    void onlyWholeAnswersAreKept(FinishReason.Kind kind) {
        Rich engine = new Rich(kind);
        ChatEngine cached = cached(engine);
        ask(cached, GREEDY);
        ask(cached, GREEDY);
        boolean whole = kind == FinishReason.Kind.STOP || kind == FinishReason.Kind.TOOL_CALLS;
        assertThat(engine.requests).hasValue(whole ? 1 : 2);
    }

    @Test
    void cancellingTheFirstCallReachesTheEngine() {
        ScriptedEngine engine = new ScriptedEngine(silence());
        CompletableFuture<ChatResponse> future = cached(engine).generate(GREEDY, CallContext.of(clock));
        future.cancel(true);
        assertThat(engine.cancels.get()).isPositive();
    }

    @Test
    void aStreamIsKeptAndPlayedAgainAsDemanded() {
        ScriptedEngine engine = new ScriptedEngine(answer("a", "b"));
        ChatEngine cached = cached(engine);
        Listener first = stream(cached).readAll();
        assertThat(first.kinds()).containsExactly("Started", "TextDelta", "TextDelta", "Finished");

        Listener again = stream(cached);
        assertThat(again.events).isEmpty();
        again.subscription.request(2);
        assertThat(again.kinds()).containsExactly("Started", "TextDelta");
        assertThat(again.isOver()).isFalse();
        again.subscription.request(1);
        assertThat(again.kinds()).containsExactly("Started", "TextDelta", "Finished");
        assertThat(again.completed).isTrue();
        assertThat(again.text()).isEqualTo("ab");
        assertThat(ask(cached, GREEDY).text()).as("whole as well").isEqualTo("ab");
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void allPartsArePlayedAndTheAnswerIsTheCallsOwn() {
        Rich engine = new Rich(FinishReason.Kind.TOOL_CALLS);
        ChatEngine cached = cached(engine);
        ChatResponse sent = ask(cached, GREEDY);
        CallContext call = CallContext.of(clock);
        Listener listener = new Listener();
        cached.stream(GREEDY, call).subscribe(listener);
        listener.subscription.request(1);
        assertThat(call.isCommitted()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        listener.readAll();

        assertThat(call.isCommitted()).isTrue();
        assertThat(listener.kinds())
                .containsExactly("Started", "ReasoningDelta", "TextDelta", "ToolCallReady", "Finished");
        ChatResponse played = ((ChatEvent.Finished) listener.events.get(4)).response();
        assertThat(played.message()).isEqualTo(sent.message());
        assertThat(played.usage()).as("nothing was used").isEmpty();
        assertThat(sent.usage()).isPresent();
        assertThat(played.servedModel()).contains("served");
        assertThat(played.timings().firstContent()).contains(Duration.ofSeconds(1));
        assertThat(played.warnings()).extracting(Warning::code).containsExactly("clamped", "cached");
    }

    @Test
    void aPlayedStreamHearsOfCancelAndOfBadDemand() {
        ChatEngine cached = cached(new ScriptedEngine(answer("a")));
        ask(cached, GREEDY);
        Listener cancelled = stream(cached);
        cancelled.subscription.request(1);
        cancelled.subscription.cancel();
        cancelled.readAll();
        assertThat(cancelled.kinds()).containsExactly("Started");
        assertThat(cancelled.isOver()).isFalse();

        Listener wrong = stream(cached);
        wrong.subscription.request(0);
        assertThat(wrong.failure).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> AnswerCache.of(0, Duration.ofMinutes(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnswerCache.of(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(cache).hasToString("AnswerCache[maxEntries=2, ttl=PT10M]");
    }

    private Listener stream(ChatEngine engine) {
        Listener listener = new Listener();
        engine.stream(GREEDY, CallContext.of(clock)).subscribe(listener);
        return listener;
    }

    /** Answers with every kind of part. */
    private static final class Rich extends ScriptedEngine {
        private final FinishReason.Kind end;

        Rich(FinishReason.Kind end) {
            this.end = end;
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            requests.incrementAndGet();
            Message message = Message.builder(Role.ASSISTANT)
                    .part(Reasoning.of("hm"))
                    .text("Let me see")
                    .text("")
                    .part(ToolCall.of("1", "look", "{}"))
                    .build();
            return CompletableFuture.completedFuture(ChatResponse.builder(REF, message, new FinishReason(end, "raw"))
                    .usage(Usage.of(3, 4))
                    .servedModel("served")
                    .warning(new Warning("clamped", "maxTokens", "scripted"))
                    .build());
        }
    }
}
