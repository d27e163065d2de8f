package dev.llmdriver.http.internal;

import dev.llmdriver.spi.EventLoopDetector;
import io.vertx.core.Context;

/** Knows Vert.x's event loops. */
public final class VertxDetector implements EventLoopDetector {
    /** For the service loader. */
    public VertxDetector() {}

    @Override
    public boolean onEventLoop() {
        return Context.isOnEventLoopThread();
    }
}
