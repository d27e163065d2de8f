package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two streams and a loading model. */
class ColdStartStreamTest {
    private static final Step LOADS = failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(20)));

    private final ManualScheduler clock = new ManualScheduler();
    private final Listener first = new Listener();
    private final Listener second = new Listener();

    /** The first is told that the model loads, the second waits with it; then the first asks. */
    private ScriptedEngine bothWait(Step... afterwards) {
        Step[] script = Stream.concat(Stream.of(LOADS), Stream.of(afterwards)).toArray(Step[]::new);
        ScriptedEngine engine = new ScriptedEngine(script);
        ChatEngine chain = Chains.coldStarting(engine);
        for (Listener listener : List.of(first, second)) {
            chain.stream(HELLO, CallContext.of(clock)).subscribe(listener);
            listener.readAll();
        }
        assertThat(engine.requests).hasValue(1);
        clock.advance(Duration.ofSeconds(22));
        return engine;
    }

    @Test
    void theFirstContentLetsTheOthersGoNotTheEnd() {
        ScriptedEngine engine = bothWait(silence("it", "speaks"), answer("hi"));

        assertThat(engine.requests).hasValue(3);
        assertThat(first.text()).isEqualTo("itspeaks");
        assertThat(first.isOver()).isFalse();
        assertThat(second.completed).isTrue();
        assertThat(second.kinds()).containsExactly("Waiting", "Started", "TextDelta", "Finished");
    }

    @Test
    void startedLetsNobodyGo() {
        ScriptedEngine engine = bothWait(silence(), answer("hi"));

        assertThat(engine.requests).hasValue(2);
    }

    @Test
    void aStreamThatIsCancelledWhileItAsksHandsTheQuestionOn() {
        ScriptedEngine engine = bothWait(silence(), answer("hi"));

        first.subscription.cancel();
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasValue(3);
        assertThat(second.completed).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aNewEstimateIsToldToAll() {
        bothWait(LOADS, answer("hi"));

        assertThat(first.kinds()).containsExactly("Waiting", "Waiting");
        assertThat(second.kinds()).containsExactly("Waiting", "Waiting");
        clock.advance(Duration.ofSeconds(22));
        assertThat(first.completed).isTrue();
        assertThat(second.completed).isTrue();
    }
}
