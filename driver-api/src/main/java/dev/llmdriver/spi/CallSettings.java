package dev.llmdriver.spi;

import dev.llmdriver.internal.CallbackExecutors;
import java.util.Objects;
import java.util.concurrent.Executor;

/** How the user's face over an engine runs: where callbacks go, which clock counts, how many attempts a call may make. Immutable. */
public final class CallSettings {
    private final Executor callbackExecutor;
    private final Scheduler scheduler;
    private final int attemptCap;

    private CallSettings(Executor callbackExecutor, Scheduler scheduler, int attemptCap) {
        this.callbackExecutor = Objects.requireNonNull(callbackExecutor, "callbackExecutor");
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        if (attemptCap < 1) {
            throw new IllegalArgumentException("a call needs at least one attempt: " + attemptCap);
        }
        this.attemptCap = attemptCap;
    }

    /** {@return a shared, bounded pool of daemon threads; the system's clock; six attempts} */
    public static CallSettings defaults() {
        return new CallSettings(CallbackExecutors.shared(), Scheduler.system(), AttemptLedger.DEFAULT_CAP);
    }

    /**
     * Reads the common options.
     *
     * @param options what was configured
     * @return settings by {@link CommonOptions#CALLBACK_EXECUTOR} and {@link CommonOptions#SCHEDULER}
     */
    public static CallSettings of(DriverOptions options) {
        CallSettings defaults = defaults();
        return new CallSettings(
                options.get(CommonOptions.CALLBACK_EXECUTOR).orElse(defaults.callbackExecutor),
                options.get(CommonOptions.SCHEDULER).orElse(defaults.scheduler),
                defaults.attemptCap);
    }

    /** {@return a copy whose events and completions go to this executor; {@code Runnable::run} stays on the event loop} */
    public CallSettings withCallbackExecutor(Executor executor) {
        return new CallSettings(executor, scheduler, attemptCap);
    }

    /** {@return a copy that measures and waits by this clock} */
    public CallSettings withScheduler(Scheduler other) {
        return new CallSettings(callbackExecutor, other, attemptCap);
    }

    /** {@return a copy with another cap of attempts for a call over all targets, at least 1} */
    public CallSettings withAttemptCap(int cap) {
        return new CallSettings(callbackExecutor, scheduler, cap);
    }

    /** {@return where events and completions go} */
    public Executor callbackExecutor() {
        return callbackExecutor;
    }

    /** {@return clock and alarm} */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** {@return the most attempts of a call over all targets} */
    public int attemptCap() {
        return attemptCap;
    }
}
