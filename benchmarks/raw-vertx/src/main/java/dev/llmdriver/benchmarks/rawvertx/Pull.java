package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Pauses the response while texts wait for demand. */
final class Pull implements Sink, Client.Demand {
    private final Context context;
    private final Sink sink;
    private final Deque<String> waiting = new ArrayDeque<>();
    private @Nullable HttpClientResponse response;
    private long demand;
    private boolean paused;
    private boolean ended;

    Pull(Context context, Sink sink) {
        this.context = context;
        this.sink = sink;
    }

    void from(HttpClientResponse source) {
        response = source;
    }

    @Override
    public void request(long texts) {
        context.runOnContext(unused -> {
            demand = demand + texts < 0 ? Long.MAX_VALUE : demand + texts;
            while (demand > 0 && !waiting.isEmpty()) {
                demand--;
                sink.text(waiting.remove());
            }
            if (!waiting.isEmpty()) {
                return;
            }
            if (paused && response != null) {
                paused = false;
                response.resume();
            }
            if (ended) {
                ended = false;
                sink.done();
            }
        });
    }

    @Override
    public void text(String delta) {
        if (demand > 0 && waiting.isEmpty()) {
            demand--;
            sink.text(delta);
            return;
        }
        waiting.add(delta);
        if (!paused && response != null) {
            paused = true;
            response.pause();
        }
    }

    @Override
    public void done() {
        if (waiting.isEmpty()) {
            sink.done();
        } else {
            ended = true;
        }
    }

    @Override
    public void fail(Throwable cause) {
        sink.fail(cause);
    }
}
