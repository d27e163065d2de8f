package dev.llmdriver.cli.internal;

import dev.llmdriver.client.batch.BatchLine;
import dev.llmdriver.client.batch.BatchReport;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Scheduler;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells of a batch: a bar on a terminal, a line for each twentieth elsewhere, or one JSON object at its end. */
abstract class BatchDisplay implements Consumer<BatchLine> {
    final Output out;
    private final Io io;
    private final Bill bill;
    private final Scheduler clock;
    private @Nullable Pace pace;
    private int total;
    private int done;
    private int failed;

    private BatchDisplay(Io io, Bill bill, Scheduler clock) {
        this.out = io.out();
        this.io = io;
        this.bill = bill;
        this.clock = clock;
    }

    static BatchDisplay of(Io io, boolean json, Bill bill, Scheduler clock) {
        if (json) {
            return new Whole(io, bill, clock);
        }
        return io.terminals().out() ? new Bar(io, bill, clock) : new Plain(io, bill, clock);
    }

    /** The batch begins, or goes on. */
    void begin(BatchReport before) {
        total = before.total();
        done = before.done();
        failed = before.failed();
        pace = new Pace(clock, done);
        show(done, total);
    }

    @Override
    public void accept(BatchLine line) {
        done++;
        failed += line.failure().isPresent() ? 1 : 0;
        line.answer().ifPresent(bill::add);
        show(done, total);
    }

    /** The batch is over, or was stopped, by the user or because the others would fail like one did. */
    void end(BatchReport after, Optional<LlmException> hopeless) {
        out.endLine();
        summary(after, bill);
        if (!after.isComplete() && hopeless.isPresent()) {
            io.say("note: the batch was stopped, for the other lines would fail like one did: "
                    + hopeless.get().getMessage() + "; then run the same command with --retry-failed");
        } else if (!after.isComplete()) {
            io.say("note: the batch was stopped; run the same command again to go on");
        } else if (after.failed() > 0) {
            io.say("note: " + after.failed() + " of the lines failed; with --retry-failed they are asked again");
        }
    }

    abstract void show(int nowDone, int of);

    abstract void summary(BatchReport after, Bill costs);

    /** {@return how it stands, in words} */
    final String status() {
        return done + " of " + total + " done"
                + (failed > 0 ? ", " + failed + " failed" : "")
                + (pace == null ? "" : pace.text(done, total))
                + bill.dollars().map(BatchDisplay::money).orElse("");
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, ", $%.4f", dollars);
    }

    /** A line for each twentieth. */
    private static class Plain extends BatchDisplay {
        private long shown = -1;

        Plain(Io io, Bill bill, Scheduler clock) {
            super(io, bill, clock);
        }

        @Override
        void show(int nowDone, int of) {
            long step = of == 0 ? 0 : 20L * nowDone / of;
            if (step > shown && nowDone < of) { // the last one is the summary
                shown = step;
                out.println(status());
            }
        }

        @Override
        void summary(BatchReport after, Bill costs) {
            out.println(status()
                    + (after.resent() > 0 ? ", " + after.resent() + " possibly billed twice" : "")
                    + (costs.input() + costs.output() > 0
                            ? ", " + costs.input() + " tokens in, " + costs.output() + " out"
                            : ""));
        }
    }

    /** A line that is written over and over, ten times a second at most. */
    private static final class Bar extends Plain {
        private static final long BETWEEN_NANOS = 100_000_000;

        private final Scheduler clock;
        private @Nullable Long last;

        Bar(Io io, Bill bill, Scheduler clock) {
            super(io, bill, clock);
            this.clock = clock;
        }

        @Override
        void show(int nowDone, int of) {
            long now = clock.nanoTime();
            if (of > 0 && (last == null || now - last >= BETWEEN_NANOS || nowDone == of)) {
                last = now;
                out.print("\r" + ProgressBar.bar(nowDone, of) + " " + status() + Ansi.ERASE_TO_END_OF_LINE);
            }
        }
    }

    /** One JSON object at the end. */
    private static final class Whole extends BatchDisplay {
        Whole(Io io, Bill bill, Scheduler clock) {
            super(io, bill, clock);
        }

        @Override
        void show(int nowDone, int of) {}

        @Override
        void summary(BatchReport after, Bill costs) {
            out.println(Json.object(json -> {
                json.writeNumberField("total", after.total());
                json.writeNumberField("done", after.done());
                json.writeNumberField("failed", after.failed());
                json.writeNumberField("possiblyBilledTwice", after.resent());
                json.writeNumberField("inputTokens", costs.input());
                json.writeNumberField("outputTokens", costs.output());
                if (costs.dollars().isPresent()) {
                    json.writeNumberField("dollars", costs.dollars().get());
                }
            }));
        }
    }
}
