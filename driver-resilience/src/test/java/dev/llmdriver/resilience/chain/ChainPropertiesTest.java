package dev.llmdriver.resilience.chain;

import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds of every chain whatever the provider and the callers do, on thousands of random schedules, others for each property. The
 * seeds are fixed, for a build should not fail by luck; {@code -Djqwik.tries.default=100000} looks further.
 */
class ChainPropertiesTest {
    private static final String SEED = "20260101";

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedules.all();
    }

    @Property(seed = SEED + "11")
    void attemptsNeverExceedTheCap(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::attemptsAreCapped);
    }

    @Property(seed = SEED + "12")
    void nothingIsSentAfterCommit(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterCommit);
    }

    @Property(seed = SEED + "13")
    void nothingIsSentAfterCancel(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterCancel);
    }

    @Property(seed = SEED + "14")
    void nothingIsSentAfterTheDeadline(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterDeadline);
    }

    @Property(seed = SEED + "15")
    void everyCallEndsInTimeAndLeavesNothing(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::everythingEndsInTime);
    }

    @Property(seed = SEED + "16")
    void theLedgerEqualsTheRequestsAtTheSocket(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::ledgerEqualsTheSocket);
    }

    @Property(seed = SEED + "17")
    void hintsLongerThanAllowedAreNeverSleptOn(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::tooLongHintsAreNotSleptOn);
    }

    @Property(seed = SEED + "18")
    void noMoreRunAtOneTimeThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreRunAtOneTimeThanAllowed);
    }

    @Property(seed = SEED + "19")
    void noMoreLeaveInAMinuteThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreLeaveInAMinuteThanAllowed);
    }

    @Property(seed = SEED + "20")
    void noMoreIsSpentThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreIsSpentThanAllowed);
    }

    @Property(seed = SEED + "21")
    void everyAttemptIsSentWithTheKeyThatTheLedgerNames(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::keysAreThoseThatAreNamed);
    }

    @Property(seed = SEED + "22")
    void reservationsNeverExceedTheLimit(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::reservationsNeverExceedTheLimit);
    }

    @Property(seed = SEED + "23")
    void noTargetIsAskedMoreOftenThanItsPolicyAllows(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::targetsAreAskedAsOftenAsAllowed);
    }

    @Property(seed = SEED + "24")
    void streamsKeepTheRulesOfReactiveStreams(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::signalsKeepTheRules);
    }

    private static void check(Schedule schedule, Consumer<Schedule.Run> invariant) {
        invariant.accept(schedule.run());
    }
}
