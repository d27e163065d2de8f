package dev.llmdriver.testkit.tck;

import dev.llmdriver.testkit.TwinOptions;
import dev.llmdriver.testkit.WireTwin;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The event loop of the kit's servers: one for all scenarios, a daemon, so that it need not be closed. */
final class TwinLoop {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setUseDaemonThread(true));

    private TwinLoop() {}

    static WireTwin start() {
        return WireTwin.start(TwinOptions.defaults().vertx(VERTX));
    }
}
