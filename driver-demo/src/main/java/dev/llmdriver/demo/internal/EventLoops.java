package dev.llmdriver.demo.internal;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the event loops, and ends them as the drivers do: waited for, and without Netty's last second. */
final class EventLoops {
    private static final long CLOSE_SECONDS = 1;

    private EventLoops() {}

    /** With a class loader for the thread, without which Vert.x's classes, once used, never work again. */
    static Vertx start() {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != null) {
            return make();
        }
        thread.setContextClassLoader(EventLoops.class.getClassLoader());
        try {
            return make();
        } finally {
            thread.setContextClassLoader(null);
        }
    }

    private static Vertx make() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true));
    }

    static void close(Vertx vertx) {
        Future<Void> closed = vertx.close()
                .onComplete(ended -> GlobalEventExecutor.INSTANCE.execute(
                        () -> Thread.currentThread().interrupt()));
        if (Context.isOnEventLoopThread()) {
            return;
        }
        try {
            closed.toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // daemons: they keep nobody
        }
    }
}
