package dev.llmdriver.resilience.internal.coldstart;

import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Reply;
import dev.llmdriver.resilience.internal.course.Course;
import dev.llmdriver.resilience.internal.course.Step;
import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a model to be loaded, together with all others that want it.
 *
 * @param <E> what is run
 */
public final class ColdStartCourse<E> implements Course<E>, LoadingModels.Visitor {
    /** Set to true by who has somebody else to ask: the call does not wait here. */
    public static final Attribute<Boolean> NO_WAIT = Attribute.named("no-cold-start-wait");

    private static final long UNSET = Long.MIN_VALUE;

    private final E target;
    private final LoadingModels.Key key;
    private final ColdStarts settings;
    private final CallContext call;
    private volatile boolean gone;
    private volatile long firstWait = UNSET;
    private volatile long thisWait;
    private volatile @Nullable LlmException told;

    /** Begins with whoever waits already. */
    ColdStartCourse(E target, LoadingModels.Key key, ColdStarts settings, CallContext call) {
        this.target = target;
        this.key = key;
        this.settings = settings;
        this.call = call;
    }

    @Override
    public LoadingModels.Key key() {
        return key;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public Step<E> begin() {
        // Without any time to wait there is but one request to send, others or not.
        if (settings.maxWait().isZero() || models().isReady(key)) {
            return new Step.Run<>(target, call);
        }
        beginWait();
        return step(models().arrive(this));
    }

    @Override
    public Step<E> after(LlmException failure) {
        boolean advised = failure.advice() == Advice.RETRY || failure.advice() == Advice.WAIT_THEN_RETRY;
        if (failure.kind() != ErrorKind.MODEL_LOADING || !advised) {
            return new Step.Fail<>(failure);
        }
        told = failure;
        beginWait();
        return step(models().loading(this, failure));
    }

    private LoadingModels models() {
        return settings.models();
    }

    private void beginWait() {
        thisWait = call.scheduler().nanoTime();
    }

    @Override
    public boolean waits(Duration time) {
        boolean inTime = call.remaining().map(left -> left.compareTo(time) > 0).orElse(true);
        Duration left = budgetLeft();
        boolean inBudget = !left.isZero() && left.compareTo(time) >= 0;
        return inTime && inBudget && !call.attribute(NO_WAIT).orElse(false);
    }

    private Duration budgetLeft() {
        long now = call.scheduler().nanoTime();
        if (firstWait == UNSET) {
            firstWait = now;
        }
        Duration left = settings.maxWait().minusNanos(now - firstWait);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Step<E> step(Reply reply) {
        return switch (reply.word()) {
            case ASK -> run(call.with(CallContext.PURPOSE, Purpose.COLD_START));
            case GO -> run(told == null ? call : call.with(CallContext.PURPOSE, Purpose.COLD_START));
            case WAIT -> waitFor(reply);
            case LEAVE -> new Step.Fail<>(failure(reply.left()));
        };
    }

    private Step<E> run(CallContext context) {
        Duration waited = Duration.ofNanos(call.scheduler().nanoTime() - thisWait);
        return new Step.Run<>(target, waited.isZero() ? context : context.with(CallContext.WAITED, waited));
    }

    private Step<E> waitFor(Reply reply) {
        // Who asks for all may hang; nobody waits longer for it than for the model.
        Scheduler.Alarm alarm = call.scheduler().schedule(budgetLeft(), () -> models().overdue(this));
        CompletableFuture<Step<E>> next = reply.next().thenApply(this::step);
        CompletionStage<Step<E>> over = next;
        over.whenComplete((step, thrown) -> alarm.cancel());
        ChatEvent.Waiting event = ChatEvent.Waiting.of(WaitReason.COLD_START, call.elapsed());
        Duration left = reply.left();
        return new Step.Wait<>(left == null ? event : event.withEstimate(left), next);
    }

    private LlmException failure(@Nullable Duration left) {
        LlmException known = told;
        LlmExceptionBuilder failure = known == null ? othersWait() : known.toBuilder();
        return left == null ? failure.build() : failure.retryAfter(left).build();
    }

    private LlmExceptionBuilder othersWait() {
        return LlmException.builder(
                        ErrorKind.MODEL_LOADING,
                        key.ref() + " is being loaded, and other calls wait for it longer than this one may;"
                                + " allow more time or ask later")
                .ref(key.ref());
    }

    @Override
    public void responding() {
        models().answered(key);
    }

    @Override
    public void ended(boolean answered) {
        gone = true;
        models().leave(this);
    }
}
