package dev.llmdriver.resilience.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.resilience.chain.Schedule.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must hold of every run. */
final class Invariants {
    private static final Duration GRACE = Duration.ofMillis(50);

    private Invariants() {}

    /** Questions whether a model is loaded have a time in place of a cap. */
    static void attemptsAreCapped(Run run) {
        for (Caller caller : run.callers()) {
            List<Sent> sent = run.provider().of(caller.call);
            assertThat(sent.stream().filter(one -> !one.isProbe()))
                    .as("attempts of %s in %s", caller, run)
                    .hasSizeLessThanOrEqualTo(caller.plan.cap());
        }
    }

    static void nothingIsSentAfterCommit(Run run) {
        for (Caller caller : run.callers()) {
            assertThat(run.provider().of(caller.call))
                    .as("requests after the first content of %s in %s", caller, run)
                    .noneMatch(sent -> sent.tick > caller.committedTick);
        }
    }

    static void nothingIsSentAfterCancel(Run run) {
        for (Caller caller : run.callers()) {
            assertThat(run.provider().of(caller.call))
                    .as("requests after the cancel of %s in %s", caller, run)
                    .noneMatch(sent -> sent.tick > caller.cancelledTick);
        }
    }

    static void nothingIsSentAfterDeadline(Run run) {
        for (Caller caller : run.callers()) {
            long end = caller.startedAt + run.schedule().chain().deadline().toNanos();
            assertThat(run.provider().of(caller.call))
                    .as("requests at or after the deadline of %s in %s", caller, run)
                    .noneMatch(sent -> sent.at >= end);
        }
    }

    /** And no request or alarm outlives its call. */
    static void everythingEndsInTime(Run run) {
        for (Caller caller : run.callers()) {
            Duration longest = run.schedule().chain().deadline().plus(GRACE);
            assertThat(caller.isOver()).as("the end of %s in %s", caller, run).isTrue();
            assertThat(caller.endedAt == Long.MAX_VALUE ? 0 : caller.endedAt - caller.startedAt)
                    .as("the time of %s in %s", caller, run)
                    .isLessThanOrEqualTo(longest.toNanos());
        }
        assertThat(run.provider().socket).as("requests left open in %s", run).noneMatch(Sent::isOpen);
        assertThat(run.provider().clock.pendingAlarms())
                .as("alarms left in %s", run)
                .isZero();
    }

    static void ledgerEqualsTheSocket(Run run) {
        for (Caller caller : run.callers()) {
            int sent = run.provider().of(caller.call).size();
            assertThat(caller.call.ledger().attempts())
                    .as("the ledger of %s in %s", caller, run)
                    .hasSize(sent);
            if (caller.endedAt != Long.MAX_VALUE) {
                assertThat(caller.toldAttempts())
                        .as("the attempts told to %s in %s", caller, run)
                        .hasSize(sent);
            }
        }
        assertThat(run.callers().stream()
                        .mapToInt(caller -> caller.call.ledger().attempts().size())
                        .sum())
                .as("all ledgers' entries in %s", run)
                .isEqualTo(run.provider().socket.size());
    }

    /** After an error with such a hint its target hears no more of the call, and if there is nobody else, nobody waits. */
    static void tooLongHintsAreNotSleptOn(Run run) {
        Chain chain = run.schedule().chain();
        boolean alone = run.schedule().targets().size() == 1 && chain.limits().keys() <= 1;
        for (Caller caller : run.callers()) {
            List<Sent> all = run.provider().of(caller.call);
            for (Sent one : all) {
                if (isTooLong(one, run, caller)) {
                    assertThat(all)
                            .as("requests after %s of %s in %s", one, caller, run)
                            .noneMatch(later ->
                                    later.tick > one.tick && later.ref.equals(one.ref) && later.key.equals(one.key));
                    assertThat(alone ? caller.endedAt : one.toldAt)
                            .as("the end after %s of %s in %s", one, caller, run)
                            .isIn(one.toldAt, Long.MAX_VALUE);
                }
            }
        }
    }

    private static boolean isTooLong(Sent sent, Run run, Caller caller) {
        Chain chain = run.schedule().chain();
        long deadline = caller.startedAt + chain.deadline().toNanos();
        Duration hint = sent.answer.hint();
        Duration longest = sent.answer.kind() == Answer.Kind.LOADING ? chain.coldStart() : Chain.MAX_HINT;
        boolean failed = sent.answer.isError() && sent.answer.ends() && sent.toldAt < deadline;
        boolean tooLong = hint.compareTo(longest) > 0 || sent.toldAt + hint.toNanos() >= deadline;
        return failed && !hint.isZero() && tooLong;
    }

    static void noMoreRunAtOneTimeThanAllowed(Run run) {
        int most = run.schedule().chain().limits().concurrency();
        for (Sent one : most == 0 ? List.<Sent>of() : run.provider().socket) {
            assertThat(run.provider().socket.stream()
                            .filter(other -> other.tick <= one.tick && other.endTick > one.tick)
                            .filter(other -> other.ref.equals(one.ref)))
                    .as("what is open when %s is sent in %s", one, run)
                    .hasSizeLessThanOrEqualTo(most);
        }
        assertThat(run.provider().freePlaces())
                .as("free places in the end of %s", run)
                .allMatch(free -> free == most);
    }

    /** Minutes of the clock: the virtual one begins with one. */
    static void noMoreLeaveInAMinuteThanAllowed(Run run) {
        long most = run.schedule().chain().limits().requests();
        Map<String, Long> counts = run.provider().socket.stream()
                .collect(Collectors.groupingBy(
                        sent -> sent.ref + " with " + sent.key + " in minute "
                                + Duration.ofNanos(sent.at).toMinutes(),
                        Collectors.counting()));
        assertThat(counts.values())
                .as("requests by minute in %s: %s", run, counts)
                .allMatch(count -> most == 0 || count <= most);
    }

    /** What the provider counted; of what broke off nobody knows, and it may have come to more. */
    static void noMoreIsSpentThanAllowed(Run run) {
        long most = run.schedule().chain().limits().nanoDollars();
        Map<ModelRef, Long> spent = run.provider().socket.stream()
                .filter(sent -> !sent.isOpen() && sent.error == null)
                .collect(Collectors.groupingBy(
                        sent -> sent.ref, Collectors.summingLong(sent -> Limits.TOKENS * Limits.PER_TOKEN)));
        assertThat(spent.values())
                .as("nano-dollars of %s in %s", spent, run)
                .allMatch(nanos -> most == 0 || nanos <= most);
    }

    static void keysAreThoseThatAreNamed(Run run) {
        boolean keyed = run.schedule().chain().limits().keys() > 0;
        for (Caller caller : run.callers()) {
            List<Sent> sent = run.provider().of(caller.call);
            assertThat(sent.stream()
                            .map(one -> one.request.callOptions().apiKey().map(Secret::reveal)))
                    .as("keys of %s in %s", caller, run)
                    .containsExactlyElementsOf(sent.stream()
                            .map(one -> one.key.map(label -> "value of " + label))
                            .toList());
            assertThat(caller.call.ledger().attempts().stream().map(Attempt::keyLabel))
                    .as("labels in the ledger of %s in %s", caller, run)
                    .containsExactlyElementsOf(sent.stream().map(one -> one.key).toList())
                    .allMatch(label -> label.isPresent() == keyed);
        }
    }

    static void reservationsNeverExceedTheLimit(Run run) {
        assertThat(run.provider().exceeded).as("limits in %s", run).isEmpty();
    }

    /** Whatever the retries of each target. */
    static void targetsAreAskedAsOftenAsAllowed(Run run) {
        Chain chain = run.schedule().chain();
        int most = chain.maxAttempts() * Math.max(1, chain.limits().keys());
        for (Caller caller : run.callers()) {
            for (int i = 0; i < run.schedule().targets().size(); i++) {
                int target = i;
                assertThat(run.provider().of(caller.call).stream()
                                .filter(sent -> sent.ref.equals(Schedule.ref(target)) && !sent.isProbe()))
                        .as("requests to target %s of %s in %s", i, caller, run)
                        .hasSizeLessThanOrEqualTo(most);
            }
        }
    }

    static void signalsKeepTheRules(Run run) {
        for (Caller caller : run.callers()) {
            assertThat(caller.faults)
                    .as("broken rules of %s in %s", caller, run)
                    .isEmpty();
        }
    }
}
