package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import dev.llmdriver.spi.CommonOptions;

/**
 * The same with callbacks on the event loop, as an application chooses that never blocks in them: what {@code raw-vertx} does, and
 * most of what one caller alone pays for otherwise.
 */
public final class LlmDriverOnLoop extends LlmDriver {
    @Override
    public String name() {
        return "llm-driver-loop";
    }

    @Override
    public Client open(Setup setup) {
        return new LlmDriverClient(
                setup, (builder, provider) -> builder.option(provider, CommonOptions.CALLBACK_EXECUTOR, Runnable::run));
    }
}
