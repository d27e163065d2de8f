package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Section F of the contract, one test for each rule, over every decorator. */
class DecoratorRulesTest {
    private static final RetryPolicy EVERY_SECOND =
            RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build();

    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);
    private final Listener listener = new Listener();

    /** Puts a decorator on an engine. */
    interface Decorator {
        ChatEngine on(ChatEngine next);
    }

    static Stream<Decorator> decorators() {
        return Stream.of(
                next -> Chains.retrying(next, EVERY_SECOND),
                Chains::coldStarting,
                next -> Chains.fallingBack(next, new ScriptedEngine(ScriptedEngine.answer("never"))),
                next -> new DeadlineEngine(next, Duration.ofSeconds(60)),
                next -> new GatedEngine(next, HeldGate.opened()),
                next -> AnswerCache.of(10, Duration.ofMinutes(1)).over(next),
                next -> KeyPool.builder()
                        .key("only", Secret.of("sk-planted"))
                        .build()
                        .keys()
                        .over(next),
                next -> new DeadlineEngine(Chains.retrying(next, EVERY_SECOND), Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void f1TheContextIsPassedOn(Decorator decorator) {
        ScriptedEngine engine = new ScriptedEngine(answer("hi")) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext passed) {
                assertThat(passed.callId()).isEqualTo(call.callId());
                return super.generate(request, passed);
            }
        };
        assertThat(decorator.on(engine).generate(HELLO, call)).isCompleted();
        assertThat(call.ledger().attempts())
                .as("the driver's entry is in the caller's ledger")
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void f2CancelAndDemandAreForwarded(Decorator decorator) {
        ScriptedEngine engine = new ScriptedEngine(silence("a", "b", "c"));
        decorator.on(engine).stream(HELLO, call).subscribe(listener);
        listener.subscription.request(2);
        assertThat(listener.kinds()).containsExactly("Started", "TextDelta");
        listener.subscription.cancel();
        assertThat(engine.cancels).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void f3AfterCommitNothingBeginsAnew(Decorator decorator) {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
        ScriptedEngine engine = new ScriptedEngine(failure(cut, "a"), answer("b"));
        decorator.on(engine).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        clock.advance(Duration.ofSeconds(30));
        assertThat(engine.requests).hasValue(1);
        assertThat(listener.text()).isEqualTo("a");
        assertThat(listener.failure).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void f4UnwrapReachesTheEngine(Decorator decorator) {
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        ChatEngine decorated = decorator.on(engine);
        assertThat(decorated.unwrap(ScriptedEngine.class)).containsSame(engine);
        assertThat(decorated.unwrap(decorated.getClass()).map(Object.class::cast))
                .contains(decorated);
        assertThat(decorated.unwrap(String.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void f5ADecoratorWithNothingToDoChangesNothing(Decorator decorator) {
        ScriptedEngine engine = new ScriptedEngine(answer("a", "b"), answer("c"), failure(ErrorKind.AUTHENTICATION));
        decorator.on(engine).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        assertThat(listener.kinds()).containsExactly("Started", "TextDelta", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
        assertThat(decorator.on(engine).generate(HELLO, call).join().text()).isEqualTo("c");
        assertThat(decorator.on(engine).generate(HELLO, CallContext.of(clock)))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .satisfies(error -> assertThat(((LlmException) error).kind()).isEqualTo(ErrorKind.AUTHENTICATION));
    }
}
