package dev.llmdriver.benchmarks.rawvertx;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.benchmarks.Sink;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends from one event loop, so that a connection stays there, and hands what comes to the thread of a plain executor, which
 * keeps the order: so that callbacks may block.
 */
final class OffLoopClient implements Client {
    private final Context loop;
    private final RawClient client;
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(OffLoopClient::daemon);

    OffLoopClient(Setup setup) {
        Vertx vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        client = new RawClient(setup, vertx);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "callbacks");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public boolean blockingCall() {
        return false;
    }

    @Override
    public boolean blockingStream() {
        return false;
    }

    @Override
    public void call(String model, String prompt, Sink sink) {
        onLoop(sink, handed -> client.call(model, prompt, handed));
    }

    @Override
    public void stream(String model, String prompt, Sink sink) {
        onLoop(sink, handed -> client.stream(model, prompt, handed));
    }

    private void onLoop(Sink sink, Request request) {
        loop.runOnContext(unused -> {
            try {
                request.send(new HandedOn(sink, callbacks));
            } catch (Exception e) {
                sink.fail(e);
            }
        });
    }

    @Override
    public void close() {
        client.close();
        callbacks.shutdown();
    }

    /** What may fail before it is sent. */
    private interface Request {
        void send(Sink sink) throws Exception;
    }

    /** Each text and end is a task of the executor. */
    private record HandedOn(Sink sink, Executor callbacks) implements Sink {
        @Override
        public void text(String delta) {
            callbacks.execute(() -> sink.text(delta));
        }

        @Override
        public void done() {
            callbacks.execute(sink::done);
        }

        @Override
        public void fail(Throwable cause) {
            callbacks.execute(() -> sink.fail(cause));
        }

        @Override
        public void cancelBy(Runnable cancel) {
            sink.cancelBy(cancel);
        }
    }
}
