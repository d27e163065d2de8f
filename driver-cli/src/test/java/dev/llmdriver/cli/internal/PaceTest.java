package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final ManualScheduler clock = new ManualScheduler();

    @Test
    void theRateCountsWhatWasDoneSinceTheBeginning() {
        Pace pace = new Pace(clock, 100);
        clock.advance(Duration.ofMillis(900));
        assertThat(pace.text(200, 1000)).as("too early to tell").isEmpty();
        clock.advance(Duration.ofMillis(9_100));
        assertThat(pace.text(100, 1000)).isEmpty();
        assertThat(pace.text(150, 1000)).isEqualTo(", 5.0/s, 2m50s left");
        assertThat(pace.text(1000, 1000)).isEqualTo(", 90.0/s");
        assertThat(pace.text(101, 1000)).isEqualTo(", 6.0/min, 2h29m left");
    }
}
