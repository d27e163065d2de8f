package dev.llmdriver.resilience.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.internal.ConcurrencyGate;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallerGateTest {
    private static final int MOST = 2;

    private final ManualScheduler clock = new ManualScheduler();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CallerGate gate = new CallerGate(
            caller -> {
                made.incrementAndGet();
                return Optional.of(new ConcurrencyGate(MOST, Duration.ofHours(1)));
            },
            refusal -> refused.incrementAndGet());

    private CompletableFuture<Gate.Pass> enter(String caller) {
        return enter(gate, caller);
    }

    private CompletableFuture<Gate.Pass> enter(CallerGate before, String caller) {
        return before.enter(new Ask(
                ModelRef.parse("fake:model"),
                CallContext.of(clock),
                () -> new Size(OptionalLong.empty(), OptionalLong.empty()),
                waiting -> {},
                CallOptions.builder().caller(caller).build()));
    }

    private static void end(CompletableFuture<Gate.Pass> in) {
        in.join().end(new Outcome(Optional.empty(), Optional.empty(), 1));
    }

    @Test
    void aCallersGateIsOneWhileAnybodyNeedsItAndThenForgotten() {
        CompletableFuture<Gate.Pass> first = enter("alice");
        CompletableFuture<Gate.Pass> second = enter("alice");
        CompletableFuture<Gate.Pass> waiting = enter("alice");
        assertThat(waiting).isNotDone();
        assertThat(made).hasValue(1);

        end(first);
        assertThat(waiting).isCompleted();
        end(second);
        assertThat(gate.size()).isEqualTo(1);
        end(waiting);

        assertThat(gate.size()).isZero();
        end(enter("alice"));
        assertThat(made).hasValue(2);
    }

    @Test
    void whoGivesUpInTheQueueIsForgottenToo() {
        CompletableFuture<Gate.Pass> first = enter("alice");
        CompletableFuture<Gate.Pass> second = enter("alice");
        CompletableFuture<Gate.Pass> waiting = enter("alice");

        waiting.cancel(true);
        end(first);
        end(second);

        assertThat(gate.size()).isZero();
        assertThat(clock.pendingAlarms()).isZero();
        assertThat(refused).as("giving up is no refusal").hasValue(0);
    }

    @Test
    void aMillionCallersLeaveNothing() {
        for (int i = 0; i < 1_000_000; i++) {
            end(enter("caller" + i));
        }

        assertThat(made).hasValue(1_000_000);
        assertThat(gate.size()).isZero();
    }

    @Test
    void whoIsLetInAtTheVeryMomentWhenHeGivesUpGivesHisPassBackUnused() {
        List<Outcome> ends = new ArrayList<>();
        CallerGate late = new CallerGate(
                caller -> Optional.of(ask -> new CompletableFuture<>() {
                    @Override
                    public boolean cancel(boolean mayInterruptIfRunning) {
                        complete(ends::add);
                        return false;
                    }
                }),
                refusal -> refused.incrementAndGet());

        enter(late, "alice").cancel(true);

        assertThat(ends).singleElement().satisfies(end -> assertThat(end.left()).isFalse());
        assertThat(late.size()).isZero();
        assertThat(refused).hasValue(0);
    }

    @Test
    void aGateThatIsOutOfOrderKeepsNobody() {
        CallerGate broken = new CallerGate(
                caller -> Optional.of(ask -> {
                    throw new IllegalStateException("out of order");
                }),
                refusal -> refused.incrementAndGet());

        assertThat(enter(broken, "alice")).isCompletedExceptionally();
        assertThat(broken.size()).isZero();
    }

    /** A pass that is given while its caller gives up must come back, or his places run out. */
    @Test
    void whoGivesUpWhileHeIsLetInLosesNoPlace() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 20_000; i++) {
                CompletableFuture<Gate.Pass> one = enter("alice");
                CompletableFuture<Gate.Pass> two = enter("alice");
                CompletableFuture<Gate.Pass> waiting = enter("alice");
                List<Future<?>> both = new ArrayList<>();
                both.add(threads.submit(() -> end(one)));
                both.add(threads.submit(() -> waiting.cancel(true)));
                for (Future<?> each : both) {
                    each.get();
                }
                end(two);
                if (!waiting.isCancelled()) {
                    end(waiting);
                }
                assertThat(gate.size()).as("round %d", i).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
