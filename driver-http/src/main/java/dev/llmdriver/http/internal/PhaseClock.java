package dev.llmdriver.http.internal;

import dev.llmdriver.Timeouts;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one attempt: its phase's and the call's deadline, on one alarm. The alarm is set anew only when it rings or must ring
 * earlier, not at each event. Confined to the attempt's event loop.
 */
final class PhaseClock {
    private static final long NEVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final Timeouts timeouts;
    private final boolean streaming;
    private final Executor loop;
    private final BiConsumer<Phase, Boolean> onTimeout;
    private final long startedAt;
    private final long deadlineIn;
    private Phase phase = Phase.CONNECT;
    private long since;
    private boolean refused;
    private boolean held;
    private long heldAt;
    private boolean stopped;
    private Scheduler.@Nullable Alarm alarm;
    private long alarmIn = NEVER;

    /**
     * Makes clocks that stand still.
     *
     * @param call whose deadline has been started
     * @param timeouts of the phases, complete
     * @param streaming whether the phases after connecting have timeouts
     * @param loop where the alarm is dealt with
     * @param onTimeout told the phase, and whether it was the deadline
     */
    PhaseClock(
            CallContext call,
            Timeouts timeouts,
            boolean streaming,
            Executor loop,
            BiConsumer<Phase, Boolean> onTimeout) {
        this.scheduler = call.scheduler();
        this.timeouts = timeouts;
        this.streaming = streaming;
        this.loop = loop;
        this.onTimeout = onTimeout;
        this.startedAt = scheduler.nanoTime();
        this.deadlineIn = call.remaining().map(Duration::toNanos).orElse(NEVER);
    }

    Phase phase() {
        return phase;
    }

    /** Begins a phase. */
    void enter(Phase next) {
        phase = next;
        refused = false;
        since = now();
        arm(since);
    }

    /** Begins to wait for the rest of an error or a redirect, which no call waits for longer than a stream does for more. */
    void enterRefusal() {
        refused = true;
        since = now();
        arm(since);
    }

    /** Notes that content came. */
    void progress() {
        since = now();
        if (phase != Phase.STREAMING) {
            phase = Phase.STREAMING;
            arm(since);
        }
    }

    /** Stops the phase's clock while the reader asks for nothing. */
    void hold() {
        if (!held) {
            held = true;
            heldAt = now();
        }
    }

    /** Lets the phase's clock go on. */
    void release() {
        if (held) {
            held = false;
            if (phase != Phase.CONNECT) {
                long now = now();
                since += now - Math.max(since, heldAt);
                arm(now);
            }
        }
    }

    /** Ends all clocks. */
    void stop() {
        stopped = true;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private long now() {
        return scheduler.nanoTime() - startedAt;
    }

    private long limit() {
        if (refused) {
            return timeouts.idle().map(Duration::toNanos).orElse(NEVER);
        }
        if (held && phase != Phase.CONNECT) {
            return NEVER;
        }
        return switch (phase) {
            case CONNECT -> timeouts.connect().map(Duration::toNanos).orElse(NEVER);
            case FIRST_TOKEN ->
                streaming ? timeouts.firstToken().map(Duration::toNanos).orElse(NEVER) : NEVER;
            case STREAMING -> streaming ? timeouts.idle().map(Duration::toNanos).orElse(NEVER) : NEVER;
            default -> NEVER;
        };
    }

    private long expiry() {
        long limit = limit();
        return Math.min(deadlineIn, limit >= NEVER - since ? NEVER : since + limit);
    }

    private void arm(long now) {
        long expiry = expiry();
        if (stopped || expiry == NEVER || (alarm != null && alarmIn <= expiry)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmIn = expiry;
        alarm = scheduler.schedule(Duration.ofNanos(Math.max(0, expiry - now)), () -> loop.execute(this::ring));
    }

    private void ring() {
        alarm = null;
        if (stopped) {
            return;
        }
        long now = now();
        if (now >= deadlineIn) {
            onTimeout.accept(phase, true);
        } else if (now >= expiry()) {
            onTimeout.accept(phase, false);
        } else {
            arm(now);
        }
    }
}
