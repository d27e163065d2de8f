package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.Scheduler.Alarm;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<String> rung = new ArrayList<>();

    @Test
    void alarmsRingInTheOrderOfTheirTimes() {
        clock.schedule(Duration.ofSeconds(2), () -> rung.add("second"));
        clock.schedule(Duration.ofSeconds(1), () -> rung.add("first"));
        clock.schedule(Duration.ofSeconds(2), () -> rung.add("third"));

        clock.advance(Duration.ofSeconds(2));

        assertThat(rung).containsExactly("first", "second", "third");
    }

    @Test
    void nothingRingsBeforeItsTime() {
        clock.schedule(Duration.ofSeconds(2), () -> rung.add("late"));

        clock.advance(Duration.ofMillis(1999));

        assertThat(rung).isEmpty();
        assertThat(clock.untilNextAlarm()).contains(Duration.ofMillis(1));
    }

    @Test
    void theClockShowsTheTimeOfTheAlarmThatRings() {
        clock.schedule(Duration.ofSeconds(1), () -> rung.add("at " + clock.nanoTime()));

        clock.advance(Duration.ofSeconds(5));

        assertThat(rung).containsExactly("at 1000000000");
        assertThat(clock.nanoTime()).isEqualTo(5_000_000_000L);
        assertThat(clock.now()).isEqualTo("2026-01-01T00:00:05Z");
    }

    @Test
    void alarmsSetByAlarmsRingOnTheSameWay() {
        clock.schedule(
                Duration.ofSeconds(1),
                () -> clock.schedule(Duration.ofSeconds(1), () -> rung.add("at " + clock.now())));

        clock.advance(Duration.ofSeconds(3));

        assertThat(rung).containsExactly("at 2026-01-01T00:00:02Z");
    }

    @Test
    void aTaskWithoutDelayWaitsForTheClockAllTheSame() {
        clock.schedule(Duration.ZERO, () -> rung.add("now"));
        assertThat(rung).isEmpty();

        clock.advance(Duration.ZERO);

        assertThat(rung).containsExactly("now");
    }

    @Test
    void aCancelledAlarmStaysSilent() {
        Alarm alarm = clock.schedule(Duration.ofSeconds(1), () -> rung.add("cancelled"));
        alarm.cancel();
        alarm.cancel();

        clock.advance(Duration.ofSeconds(1));

        assertThat(rung).isEmpty();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aClockOfTheJdkShowsTheSameTime() {
        Clock view = clock.clock();
        clock.advance(Duration.ofSeconds(90));
        assertThat(view.instant()).isEqualTo(clock.now()).isEqualTo("2026-01-01T00:01:30Z");
        assertThat(view.getZone()).isEqualTo(ZoneOffset.UTC);
        Clock elsewhere = view.withZone(ZoneId.of("Asia/Tokyo"));
        assertThat(LocalTime.now(elsewhere)).isEqualTo("09:01:30");
    }
}
