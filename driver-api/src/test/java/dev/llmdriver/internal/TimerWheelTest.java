package dev.llmdriver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();
    private final List<String> rung = new ArrayList<>();

    private TimerWheel.Entry set(long tick, String name) {
        return wheel.add(tick, () -> rung.add(name));
    }

    @Test
    void alarmsRingAtTheirTickInTheOrderInWhichTheyWereSet() {
        set(7, "later");
        set(5, "first");
        set(5, "second");

        wheel.turn(4);
        assertThat(rung).isEmpty();
        assertThat(wheel.next()).isEqualTo(5);

        wheel.turn(5);
        assertThat(rung).containsExactly("first", "second");
        assertThat(wheel.next()).isEqualTo(7);

        wheel.turn(9);
        assertThat(rung).containsExactly("first", "second", "later");
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
    }

    @Test
    void anAlarmThatWasCalledOffNeverRings() {
        set(3, "before");
        TimerWheel.Entry alarm = set(3, "called off");
        set(3, "after");
        alarm.cancel();
        alarm.cancel();

        wheel.turn(5000);
        alarm.cancel();
        assertThat(rung).containsExactly("before", "after");
    }

    @Test
    void anAlarmOfALaterRoundWaitsForIt() {
        set(10, "this round");
        set(10 + 1024, "next round");
        set(10 + 70 * 1024, "much later");

        wheel.turn(10);
        assertThat(rung).containsExactly("this round");
        wheel.turn(10 + 1023);
        assertThat(rung).containsExactly("this round");
        wheel.turn(10 + 1024);
        assertThat(rung).containsExactly("this round", "next round");
        wheel.turn(9 + 70 * 1024);
        assertThat(rung).hasSize(2);
        wheel.turn(10 + 70 * 1024);
        assertThat(rung).last().isEqualTo("much later");
    }

    @Test
    void onlyAnAlarmThatRingsBeforeAllOthersMustBeHeardOf() {
        assertThat(wheel.isFirst(set(900, "first"))).isTrue();
        assertThat(wheel.isFirst(set(901, "later"))).isFalse();
        assertThat(wheel.isFirst(set(899, "earlier"))).isTrue();
        assertThat(wheel.next()).isEqualTo(899);
    }

    @Test
    void anAlarmSetBehindTheWheelsBackRingsWithTheNextTurn() {
        wheel.turn(100);
        assertThat(wheel.isFirst(set(98, "behind"))).isTrue();
        assertThat(wheel.next()).isEqualTo(98);

        wheel.turn(100);
        assertThat(rung).containsExactly("behind");
    }

    @Test
    void aTaskMaySetAlarmsAndThrow() {
        wheel.add(1, () -> {
            set(2, "from a task");
            IllegalStateException planned = new IllegalStateException("planned by the test");
            planned.setStackTrace(new StackTraceElement[0]); // it is logged
            throw planned;
        });
        set(1, "beside it");

        wheel.turn(1);
        wheel.turn(2);
        assertThat(rung).containsExactly("beside it", "from a task");
    }

    @Test
    void itDoesWhatASortedListDoes() {
        Random random = new Random(42);
        TreeMap<Long, List<TimerWheel.Entry>> expected = new TreeMap<>();
        List<Long> rungAt = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            long tick = now + 1 + (random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(40));
            TimerWheel.Entry alarm = wheel.add(tick, () -> rungAt.add(tick));
            boolean unused = wheel.isFirst(alarm);
            if (random.nextInt(3) == 0) {
                alarm.cancel();
            } else {
                expected.computeIfAbsent(tick, key -> new ArrayList<>()).add(alarm);
            }
            if (random.nextInt(4) == 0) {
                now += random.nextInt(8) == 0 ? random.nextInt(3000) : random.nextInt(5);
                wheel.turn(now);
                List<Long> due = expected.headMap(now, true).entrySet().stream()
                        .flatMap(entry -> entry.getValue().stream().map(alarmOfIt -> entry.getKey()))
                        .toList();
                assertThat(rungAt).containsExactlyInAnyOrderElementsOf(due);
                rungAt.clear();
                expected.headMap(now, true).clear();
            }
            assertThat(wheel.next()).isLessThanOrEqualTo(expected.isEmpty() ? TimerWheel.NEVER : expected.firstKey());
        }
    }
}
