package dev.llmdriver.server.internal.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may take a while: reading long bodies, and opening providers. They are not Vert.x's own, for on those a driver
 * that starts a Vert.x would be taken for a mistake. Thread-safe.
 */
public final class Workers implements Executor {
    private static final int MOST = 20;
    private static final int IDLE_SECONDS = 30;
    /** So many are done within a second or two, as a rule; whoever comes then had better come again. */
    private static final int MOST_WAITING = 1000;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers::thread);

    /** Starts nothing yet. */
    public Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "llm-server-worker");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Does something for a request, which fails if that does or too many wait. Called on the connection's event loop. */
    public void run(RoutingContext request, Runnable work) {
        if (threads.getQueue().size() >= MOST_WAITING) {
            if (!request.request().isEnded()) {
                request.request().resume();
            }
            request.response().putHeader("Retry-After", "1");
            request.fail(Refusal.of(503, "The server has too many requests at present; try again later."));
            return;
        }
        Context loop = request.vertx().getOrCreateContext();
        threads.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                loop.runOnContext(now -> request.fail(failure));
            }
        });
    }

    /** Lets the threads end, once they have done what was given to them. */
    public void close() {
        threads.shutdown();
    }
}
