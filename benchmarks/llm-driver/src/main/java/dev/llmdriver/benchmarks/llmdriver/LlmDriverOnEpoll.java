package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Setup;
import java.util.Optional;

/** The same with Netty's epoll on the class path, as an application on Linux adds it, instead of Java's selector. */
public final class LlmDriverOnEpoll extends LlmDriver {
    @Override
    public String name() {
        return "llm-driver-epoll";
    }

    @Override
    public Client open(Setup setup) {
        return new LlmDriverClient(setup, Optional.empty());
    }
}
