package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Timeouts;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
    private final ManualScheduler time = new ManualScheduler();
    private final List<Phase> timeouts = new ArrayList<>();
    private final PhaseClock clock = new PhaseClock(
            CallContext.of(time),
            Timeouts.unset().withFirstToken(Duration.ofSeconds(10)).withIdle(Duration.ofSeconds(10)),
            true,
            Runnable::run,
            (phase, deadline) -> timeouts.add(phase));

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    /** A reader who asks for one event at a time holds the clock for a moment at each, were it a keep-alive. */
    @Test
    void momentsInWhichNobodyAsksStopTheClockAndDoNotSetItBack() {
        clock.enter(Phase.FIRST_TOKEN);
        clock.progress();
        for (int i = 0; i < 3; i++) {
            pass(3);
            clock.hold();
            clock.hold();
            pass(60);
            clock.release();
            clock.release();
        }
        assertThat(timeouts).isEmpty();
        pass(1);
        assertThat(timeouts).containsExactly(Phase.STREAMING);
    }

    @Test
    void contentThatComesWhileNobodyAsksBeginsItAnew() {
        clock.enter(Phase.FIRST_TOKEN);
        pass(9);
        clock.hold();
        pass(9);
        clock.progress();
        pass(9);
        clock.release();
        pass(9);
        assertThat(timeouts).isEmpty();
        pass(1);
        assertThat(timeouts).containsExactly(Phase.STREAMING);
    }
}
