package dev.llmdriver.resilience.chain;

import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds of every chain whatever the provider and the callers do, on thousands of random schedules. The seed is fixed, for a build
 * should not fail by luck; {@code -Djqwik.tries.default=100000} looks further.
 */
class ChainPropertiesTest {
    private static final String SEED = "20260101";

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedules.all();
    }

    @Property(seed = SEED)
    void attemptsNeverExceedTheCap(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::attemptsAreCapped);
    }

    @Property(seed = SEED)
    void nothingIsSentAfterCommit(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterCommit);
    }

    @Property(seed = SEED)
    void nothingIsSentAfterCancel(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterCancel);
    }

    @Property(seed = SEED)
    void nothingIsSentAfterTheDeadline(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::nothingIsSentAfterDeadline);
    }

    @Property(seed = SEED)
    void everyCallEndsInTimeAndLeavesNothing(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::everythingEndsInTime);
    }

    @Property(seed = SEED)
    void theLedgerEqualsTheRequestsAtTheSocket(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::ledgerEqualsTheSocket);
    }

    @Property(seed = SEED)
    void hintsLongerThanAllowedAreNeverSleptOn(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::tooLongHintsAreNotSleptOn);
    }

    @Property(seed = SEED)
    void noMoreRunAtOneTimeThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreRunAtOneTimeThanAllowed);
    }

    @Property(seed = SEED)
    void noMoreLeaveInAMinuteThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreLeaveInAMinuteThanAllowed);
    }

    @Property(seed = SEED)
    void noMoreIsSpentThanAllowed(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::noMoreIsSpentThanAllowed);
    }

    @Property(seed = SEED)
    void everyAttemptIsSentWithTheKeyThatTheLedgerNames(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::keysAreThoseThatAreNamed);
    }

    @Property(seed = SEED)
    void reservationsNeverExceedTheLimit(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::reservationsNeverExceedTheLimit);
    }

    @Property(seed = SEED)
    void noTargetIsAskedMoreOftenThanItsPolicyAllows(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::targetsAreAskedAsOftenAsAllowed);
    }

    @Property(seed = SEED)
    void streamsKeepTheRulesOfReactiveStreams(@ForAll("schedules") Schedule schedule) {
        check(schedule, Invariants::signalsKeepTheRules);
    }

    private static void check(Schedule schedule, Consumer<Schedule.Run> invariant) {
        invariant.accept(schedule.run());
    }
}
