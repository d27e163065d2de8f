package dev.llmdriver.resilience.internal;

import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.internal.cache.CachingEngine;
import dev.llmdriver.resilience.internal.coldstart.ColdStartCourse;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Asks one target after the other. */
final class FallbackCourse implements Course<ChatEngine> {
    private final FallbackPolicy policy;
    private final CallContext call;
    private final Deque<Target> targets;
    private final TargetFailures failures;

    FallbackCourse(List<Target> targets, FallbackPolicy policy, CallContext call) {
        this.policy = policy;
        this.call = call;
        this.targets = new ArrayDeque<>(targets);
        this.failures = new TargetFailures(call.scheduler());
    }

    /**
     * Somebody to ask.
     *
     * @param engine who
     * @param refusal why not
     */
    record Target(ChatEngine engine, Optional<LlmException> refusal) {
        boolean isAble() {
            return refusal.isEmpty();
        }
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public Step<ChatEngine> begin() {
        skip();
        return run(failures.isEmpty() ? call : call.with(CallContext.PURPOSE, Purpose.FALLBACK));
    }

    /** The first of the targets that are left is always the one that is asked now. */
    private void skip() {
        while (!targets.isEmpty() && !targets.getFirst().isAble()) {
            Target unable = targets.removeFirst();
            failures.add(unable.engine().ref(), unable.refusal().orElseThrow());
        }
    }

    @Override
    public Step<ChatEngine> after(LlmException failure) {
        failures.add(targets.removeFirst().engine().ref(), failure);
        if (!policy.isEligible(failure)) {
            return new Step.Fail<>(failures.last());
        }
        skip();
        return targets.isEmpty() || call.ledger().remaining() == 0
                ? new Step.Fail<>(failures.exhausted())
                : run(call.with(CallContext.PURPOSE, Purpose.FALLBACK)
                        .with(RetryCourse.BEFORE, call.ledger().attempts().size()));
    }

    private Step<ChatEngine> run(CallContext context) {
        if (!failures.isEmpty()) {
            call.attribute(CachingEngine.ELSEWHERE).ifPresent(told -> told.set(true));
        }
        boolean isLast = targets.stream().filter(Target::isAble).count() == 1;
        boolean waits = policy.waitsForLoading() || isLast;
        return new Step.Run<>(
                targets.getFirst().engine(), waits ? context : context.with(ColdStartCourse.NO_WAIT, true));
    }
}
