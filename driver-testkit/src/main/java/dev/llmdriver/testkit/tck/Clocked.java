package dev.llmdriver.testkit.tck;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of either mode on a clock that stands still. */
final class Clocked {
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ManualScheduler clock;
    private final @Nullable Asked asked;
    private final @Nullable EventLog log;

    private Clocked(ManualScheduler clock, @Nullable Asked asked, @Nullable EventLog log) {
        this.clock = clock;
        this.asked = asked;
        this.log = log;
    }

    static Clocked begin(Scenario s, ManualScheduler clock, Mode mode, ChatRequest request) {
        return mode == Mode.GENERATE
                ? new Clocked(clock, s.ask(request), null)
                : new Clocked(clock, null, s.stream(request));
    }

    CallContext context() {
        return asked == null ? events().context() : asked.context();
    }

    EventLog events() {
        if (log == null) {
            throw new IllegalStateException("this call is no stream");
        }
        return log;
    }

    private boolean isEnded() {
        return asked == null ? events().isEnded() : asked.future().isDone();
    }

    /** Lets this time pass; {@return the error that the call must end with then} */
    LlmException failsAfter(Duration time) {
        Check.that(!isEnded(), "the call must not end before its time");
        pass(time);
        Wait.until("the call must end after " + time, () -> {
            clock.advance(Duration.ZERO); // an alarm may be set anew for now
            return isEnded();
        });
        return asked == null ? events().failed() : asked.failure();
    }

    /** An alarm that is dealt with on another thread may be set anew there; were the time to go on meanwhile, it would ring too late. */
    private void pass(Duration time) {
        Duration left = time;
        Duration next = untilNextAlarm();
        while (!isEnded() && next.compareTo(left) <= 0) {
            clock.advance(next);
            left = left.minus(next);
            Wait.until("an alarm must end the call or be set anew", () -> isEnded() || clock.pendingAlarms() > 0);
            next = untilNextAlarm();
        }
        clock.advance(left);
    }

    private Duration untilNextAlarm() {
        return clock.untilNextAlarm().orElse(NEVER);
    }

    /** {@return how long the only attempt took} */
    Duration lasted() {
        List<Attempt> attempts = context().ledger().attempts();
        Check.equal("the number of attempts", 1, attempts.size());
        return attempts.get(0).duration().orElseThrow(() -> new AssertionError("the attempt must have ended"));
    }
}
