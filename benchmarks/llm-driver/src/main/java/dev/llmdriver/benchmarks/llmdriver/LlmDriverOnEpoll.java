package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.http.HttpOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The same on event loops of the application's own, as many, which wait with Linux' epoll instead of Java's selector. */
public final class LlmDriverOnEpoll extends LlmDriver {
    @Override
    public String name() {
        return "llm-driver-epoll";
    }

    @Override
    public Client open(Setup setup) {
        Vertx vertx = epoll();
        return new LlmDriverClient(setup, (builder, provider) -> builder.option(provider, HttpOptions.VERTX, vertx));
    }

    /** Its threads are daemons, for nobody closes it before the process ends. */
    private static Vertx epoll() {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                .setUseDaemonThread(true));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException(
                    "no epoll: this needs Linux on x86-64 or ARM", vertx.unavailableNativeTransportCause());
        }
        return vertx;
    }
}
