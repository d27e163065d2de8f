package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;

/** The same on event loops of the application's own, as many, which wait with Linux' epoll instead of Java's selector. */
public final class LlmDriverOnEpoll extends LlmDriver {
    @Override
    public String name() {
        return "llm-driver-epoll";
    }

    @Override
    public Client open(Setup setup) {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops);
        return new LlmDriverClient(setup, Optional.empty(), Optional.of(Vertx.vertx(options)));
    }
}
