package dev.llmdriver.micrometer.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a driver does for one try: the requests that the ledger has more of afterwards, measured. */
final class AttemptRun<R> implements Run<R> {
    private static final int COUNTED = 3;

    private final Target target;
    private final Meters meters;
    private final CallContext call;
    private final int before;
    private final long startedAt;

    AttemptRun(Target target, Meters meters, CallContext call) {
        this.target = target;
        this.meters = meters;
        this.call = call;
        this.before = call.ledger().attempts().size();
        this.startedAt = call.scheduler().nanoTime();
        call.attribute(Waits.KEY).ifPresent(Waits::end);
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void answered(R answer) {
        sent().forEach(attempt -> record(attempt, "ok"));
    }

    @Override
    public void failed(LlmException failure) {
        sent().forEach(attempt -> record(attempt, failure.kind().wireName()));
        if (failure.kind() == ErrorKind.STREAM_INTERRUPTED) {
            String committed = Boolean.toString(call.isCommitted());
            meters.counter(
                            GenAi.STREAM_INTERRUPTED,
                            "Streams that broke off before their end",
                            target.tags().and("committed", committed))
                    .increment();
        }
    }

    private List<Attempt> sent() {
        List<Attempt> all = call.ledger().attempts();
        return all.subList(Math.min(before, all.size()), all.size());
    }

    /** An attempt that has not ended in the ledger yet, as a cancelled one may not have, ends now and with what ended the run. */
    private void record(Attempt attempt, String otherwise) {
        Duration elapsed = Duration.ofNanos(call.scheduler().nanoTime() - startedAt);
        boolean open = attempt.duration().isEmpty();
        String outcome = attempt.error().map(ErrorKind::wireName).orElse(open ? otherwise : "ok");
        Tags tags = target.tags().and("outcome", outcome, "attempt", number(attempt));
        meters.timer(GenAi.ATTEMPT_DURATION, "Requests that left the process", tags)
                .record(attempt.duration().orElse(elapsed));
        String reason = attempt.purpose().name().toLowerCase(Locale.ROOT);
        meters.counter(
                        GenAi.ATTEMPTS,
                        "Requests that left the process, and why",
                        target.tags().and("reason", reason))
                .increment();
    }

    private static String number(Attempt attempt) {
        return attempt.number() < COUNTED ? Integer.toString(attempt.number()) : COUNTED + "+";
    }
}
