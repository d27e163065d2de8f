package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YieldPolicyTest {
    private static final long BEGIN = Long.MAX_VALUE - 10; // a clock may run over
    private static final long SHORT = 1_000;
    private static final long LONG = 3_000_000;

    private final YieldPolicy policy = new YieldPolicy();

    private void yields(int times, boolean helped) {
        IntStream.range(0, times).forEach(time -> policy.yielded(BEGIN, SHORT, helped));
    }

    private boolean isTooSoonAfter(long nanos) {
        return policy.isTooSoon(BEGIN + nanos);
    }

    private long worthwhile(int turns) {
        return IntStream.range(0, turns).filter(turn -> policy.mayHelp()).count();
    }

    @Test
    void whatHelpsIsDoneEachTime() {
        yields(100, true);

        assertThat(worthwhile(640)).isEqualTo(640);
        assertThat(isTooSoonAfter(0)).isFalse();
    }

    @Test
    void whatBringsNothingIsTriedSeldomUntilItHelpsOnce() {
        yields(7, false);
        assertThat(worthwhile(640)).isEqualTo(640);

        yields(1, false);
        assertThat(worthwhile(6400)).isEqualTo(100);

        yields(1, true);
        assertThat(worthwhile(640)).isEqualTo(640);
    }

    /** A busy thread beside the loop: each yield that is not put off takes its turn's length. */
    @Test
    void othersTakeA64thOfTheTimeAtMost() {
        long taken = 0;
        for (long passed = 0; passed < 10_000_000_000L; passed += SHORT) {
            if (!isTooSoonAfter(passed)) {
                policy.yielded(BEGIN + passed, LONG, true);
                taken += LONG;
                passed += LONG;
            }
        }

        assertThat(taken).isBetween(10_000_000_000L / 65, 10_000_000_000L / 64 + 10_000_000 + LONG);
    }

    @Test
    void shortOnesBetweenDoNotChangeThat() {
        for (int time = 0; time < 5; time++) {
            policy.yielded(BEGIN, LONG, true);
            policy.yielded(BEGIN, SHORT, true);
        }

        long free = LONG + 64 * (5 * LONG - 10_000_000);
        assertThat(isTooSoonAfter(free - 1)).isTrue();
        assertThat(isTooSoonAfter(free)).isFalse();
    }

    @Test
    void aTenthOfAMillisecondIsNothingThatOthersTook() {
        IntStream.range(0, 1000).forEach(time -> policy.yielded(BEGIN, 100_000, true));
        assertThat(isTooSoonAfter(0)).isFalse();

        IntStream.range(0, 1000).forEach(time -> policy.yielded(BEGIN, 100_001, true));
        assertThat(isTooSoonAfter(0)).isTrue();
    }

    /** However long it is: the collector stops the JVM, or the machine's host the machine, and a yield is when the loop's time passes most. */
    @Test
    void aPauseEachSecondPutsNothingOff() {
        for (int second = 0; second < 100; second++) {
            long now = BEGIN + second * 1_000_000_000L;
            policy.yielded(now, 60_000_000, true);
            assertThat(policy.isTooSoon(now + 60_000_000)).isFalse();
        }
    }

    /** Whose turns are that long, takes the most of the loop's time; but never all of it. */
    @Test
    void someTimePassesAfterTheLongestOnes() {
        long second = 1_000_000_000L;
        policy.yielded(BEGIN, second, true);
        assertThat(isTooSoonAfter(second)).isFalse();
        policy.yielded(BEGIN + second, second, true);

        assertThat(isTooSoonAfter(2 * second + 639_999_999)).isTrue();
        assertThat(isTooSoonAfter(2 * second + 640_000_000)).isFalse();
    }

    @Test
    void theFirstIsNeverTooSoonWhateverTheClockSays() {
        assertThat(policy.isTooSoon(-5)).isFalse();
        assertThat(policy.isTooSoon(-1_000_000_000_000L)).isFalse();
        assertThat(policy.isTooSoon(Long.MIN_VALUE)).isFalse();
    }
}
