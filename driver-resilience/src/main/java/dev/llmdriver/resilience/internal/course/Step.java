package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What a course does next.
 *
 * @param <E> what is run
 */
public sealed interface Step<E> {
    /**
     * Runs an engine.
     *
     * @param target the engine
     * @param call the call, with the purpose of this run
     */
    record Run<E>(E target, CallContext call) implements Step<E> {}

    /**
     * Waits, for a time or for somebody.
     *
     * @param event what the caller hears of it
     * @param next what comes then, perhaps another wait; a failure is the call's, and the call's cancel cancels it
     */
    record Wait<E>(ChatEvent.Waiting event, CompletableFuture<Step<E>> next) implements Step<E> {}

    /**
     * Gives up.
     *
     * @param failure how the call fails; its attempts are filled in
     */
    record Fail<E>(LlmException failure) implements Step<E> {}

    /** {@return a wait of a time, which begins now} */
    static <E> Step<E> sleep(Duration time, WaitReason reason, Run<E> next) {
        CallContext call = next.call();
        CompletableFuture<Scheduler.Alarm> alarm = new CompletableFuture<>();
        CallFuture<Step<E>> rung = CallFuture.create(() -> alarm.thenAccept(Scheduler.Alarm::cancel));
        Run<E> run = new Run<>(next.target(), call.with(CallContext.WAITED, time));
        alarm.complete(call.scheduler().schedule(time, () -> rung.complete(run)));
        return new Wait<>(ChatEvent.Waiting.of(reason, call.elapsed()).withEstimate(time), rung);
    }
}
