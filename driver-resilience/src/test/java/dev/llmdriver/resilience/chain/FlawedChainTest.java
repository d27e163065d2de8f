package dev.llmdriver.resilience.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.resilience.chain.Schedule.Run;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.Property;

/** Each property of {@link ChainPropertiesTest} fails on a chain with a decorator that breaks it, and holds without that decorator. */
class FlawedChainTest {
    private static final String SEED = "20260102";
    private static final int SCHEDULES = 3000;

    @Property(tries = 1, seed = SEED)
    void aRetryBeyondTheCapIsSeen() {
        mustBite(Flaw.BEYOND_THE_CAP, Invariants::attemptsAreCapped);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryThatCountsForEachTargetAloneIsSeen() {
        mustBite(Flaw.MULTIPLIES, Invariants::attemptsAreCapped);
    }

    @Property(tries = 1, seed = SEED)
    void missingLimitsAreSeen() {
        mustBite(Slot.CONCURRENCY, Passing::new, Invariants::noMoreRunAtOneTimeThanAllowed);
        mustBite(Slot.RATE_LIMIT, Passing::new, Invariants::noMoreLeaveInAMinuteThanAllowed);
        mustBite(Slot.BUDGET, Passing::new, Invariants::noMoreIsSpentThanAllowed);
    }

    @Property(tries = 1, seed = SEED)
    void aStoreThatGivesMoreThanItHasIsSeen() {
        mustBite(
                schedule -> schedule.run(builder -> builder, Generous::new),
                Invariants::reservationsNeverExceedTheLimit);
    }

    @Property(tries = 1, seed = SEED)
    void anotherKeyThanTheOneThatIsNamedIsSeen() {
        mustBite(Slot.ATTEMPT_METRICS, Keyless::new, Invariants::keysAreThoseThatAreNamed);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryAfterCommitIsSeen() {
        mustBite(Flaw.AFTER_COMMIT, Invariants::nothingIsSentAfterCommit);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryAfterCancelIsSeen() {
        mustBite(Flaw.AFTER_CANCEL, Invariants::nothingIsSentAfterCancel);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryAfterTheDeadlineIsSeen() {
        mustBite(Flaw.AFTER_DEADLINE, Invariants::nothingIsSentAfterDeadline);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryThatSleepsOnAnyHintIsSeen() {
        mustBite(Flaw.ON_ANY_HINT, Invariants::tooLongHintsAreNotSleptOn);
    }

    @Property(tries = 1, seed = SEED)
    void aRetryThatTriesTooOftenIsSeen() {
        mustBite(Flaw.TOO_OFTEN, Invariants::targetsAreAskedAsOftenAsAllowed);
    }

    @Property(tries = 1, seed = SEED)
    void aCallWithoutAnEndIsSeen() {
        mustBite(Slot.DEADLINE, Passing::new, Invariants::everythingEndsInTime);
    }

    @Property(tries = 1, seed = SEED)
    void aRequestInNobodysLedgerIsSeen() {
        mustBite(Slot.ATTEMPT_METRICS, Doubling::new, Invariants::ledgerEqualsTheSocket);
    }

    @Property(tries = 1, seed = SEED)
    void anErrorWithoutItsAttemptsIsSeen() {
        mustBite(Slot.CALL_METRICS, Forgetful::new, Invariants::ledgerEqualsTheSocket);
    }

    @Property(tries = 1, seed = SEED)
    void aStreamThatNobodyAskedForIsSeen() {
        mustBite(Slot.CALL_METRICS, Flooding::new, Invariants::signalsKeepTheRules);
    }

    /** The flaw alone is what is seen: without one the same retry keeps these rules. */
    @Property(tries = 1, seed = SEED)
    void aRetryWithoutAFlawKeepsTheRules() {
        Schedules.all().sampleStream().limit(SCHEDULES / 10).forEach(schedule -> {
            Run run = schedule.run(retrying(schedule, Flaw.NONE));
            Invariants.attemptsAreCapped(run);
            Invariants.nothingIsSentAfterCommit(run);
            Invariants.nothingIsSentAfterCancel(run);
            Invariants.nothingIsSentAfterDeadline(run);
            Invariants.tooLongHintsAreNotSleptOn(run);
            Invariants.targetsAreAskedAsOftenAsAllowed(run);
        });
    }

    private static UnaryOperator<Resilience.Builder> retrying(Schedule schedule, Flaw flaw) {
        int most = schedule.chain().maxAttempts();
        return builder -> builder.decorate(Slot.RETRY, next -> new FlawedRetry(next, flaw, most));
    }

    private static void mustBite(Flaw flaw, Consumer<Run> invariant) {
        mustBite(schedule -> schedule.run(retrying(schedule, flaw)), invariant);
    }

    private static void mustBite(Slot slot, UnaryOperator<ChatEngine> flawed, Consumer<Run> invariant) {
        mustBite(schedule -> schedule.run(builder -> builder.decorate(slot, flawed)), invariant);
    }

    private static void mustBite(Function<Schedule, Run> flawed, Consumer<Run> invariant) {
        Schedule caught = Schedules.all()
                .sampleStream()
                .limit(SCHEDULES)
                .filter(schedule -> fails(flawed.apply(schedule), invariant))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody noticed"));
        assertThat(fails(caught.run(), invariant)).as("without the flaw").isFalse();
    }

    private static boolean fails(Run run, Consumer<Run> invariant) {
        try {
            invariant.accept(run);
            return false;
        } catch (AssertionError broken) {
            return true;
        }
    }

    /** Sends each request once more, beside the call. */
    private static final class Doubling extends Passing {
        Doubling(ChatEngine next) {
            super(next);
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            next.generate(request, CallContext.of(call.scheduler()));
            return next.generate(request, call);
        }
    }

    private static final class Keyless extends Passing {
        Keyless(ChatEngine next) {
            super(next);
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return next.generate(Caller.REQUEST, call);
        }
    }

    private static final class Forgetful extends Passing {
        Forgetful(ChatEngine next) {
            super(next);
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return next.generate(request, call).handle((answer, thrown) -> {
                if (thrown != null) {
                    throw LlmException.of(thrown).toBuilder()
                            .attempts(List.of())
                            .build();
                }
                return answer;
            });
        }
    }

    /** Asks for everything, whatever it is asked for. */
    private static final class Flooding extends Passing {
        Flooding(ChatEngine next) {
            super(next);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return subscriber -> next.stream(request, call).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    subscriber.onSubscribe(given);
                    given.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(ChatEvent event) {
                    subscriber.onNext(event);
                }

                @Override
                public void onError(Throwable thrown) {
                    subscriber.onError(thrown);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            });
        }
    }
}
