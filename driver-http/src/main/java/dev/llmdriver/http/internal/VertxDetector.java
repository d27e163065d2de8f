package dev.llmdriver.http.internal;

import dev.llmdriver.spi.EventLoopDetector;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;

/** Knows Vert.x's event loops. */
public final class VertxDetector implements EventLoopDetector {
    /** For the service loader. */
    public VertxDetector() {}

    @Override
    public boolean onEventLoop() {
        return Context.isOnEventLoopThread();
    }

    @Override
    public boolean afterThisTurn(Runnable task) {
        ContextInternal current = ContextInternal.current();
        if (current == null || !current.isEventLoopContext() || !current.inThread()) {
            return false;
        }
        try {
            current.runOnContext(unused -> task.run());
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }
}
