package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.CallContext;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation, measured. Events come one at a time; the end may come on another thread. */
final class OperationRun<R> implements Run<R> {
    private static final long NONE = Long.MIN_VALUE;

    private final Naming naming;
    private final ModelRef ref;
    private final Series series;
    private final Function<R, Spent> spent;
    private final Consumer<String> proved;
    private final Waits waits;
    private final CallContext call;
    private final long startedAt;
    private long lastChunk = NONE;
    private @Nullable Timer perChunk;

    OperationRun(
            Naming naming,
            ModelRef ref,
            Series series,
            Function<R, Spent> spent,
            Consumer<String> proved,
            CallContext outer) {
        this.naming = naming;
        this.ref = ref;
        this.series = series;
        this.spent = spent;
        this.proved = proved;
        this.waits = new Waits(series, outer.scheduler());
        this.call = outer.listening(waits).with(Waits.KEY, waits);
        this.startedAt = outer.scheduler().nanoTime();
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void event(ChatEvent event) {
        if (event.isContent() && !(event instanceof ChatEvent.Finished)) {
            chunk(call.scheduler().nanoTime());
        } else if (lastChunk == NONE && !(event instanceof ChatEvent.Waiting)) {
            waits.end();
        }
    }

    private void chunk(long now) {
        if (lastChunk == NONE) {
            waits.end();
            series.firstChunk().record(now - startedAt, TimeUnit.NANOSECONDS);
        } else {
            perChunk().record(now - lastChunk, TimeUnit.NANOSECONDS);
        }
        lastChunk = now;
    }

    /** Looked up once for a stream. */
    private Timer perChunk() {
        Timer known = perChunk;
        if (known == null) {
            known = series.perChunk();
            perChunk = known;
        }
        return known;
    }

    @Override
    public void answered(R answer) {
        Spent known = spent.apply(answer);
        end(known.model(), "");
        known.usage().ifPresent(usage -> spend(known.model(), usage, "used"));
        proved.accept(ref.model());
    }

    @Override
    public void failed(LlmException failure) {
        end("", failure.kind().wireName());
        Optional<Usage> partial = failure.partial().flatMap(PartialAnswer::usage);
        partial.ifPresent(usage -> spend("", usage, "cancelled"));
    }

    private void end(String responseModel, String error) {
        waits.end();
        series.duration(responseModel, error).record(call.scheduler().nanoTime() - startedAt, TimeUnit.NANOSECONDS);
    }

    private void spend(String responseModel, Usage usage, String kind) {
        series.tokens(responseModel, usage);
        naming.cost(ref, usage).ifPresent(dollars -> series.cost(kind, dollars));
    }
}
