package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.ChatModel;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The same with callbacks on the event loop, as an application chooses that never blocks in them: what {@code raw-vertx} does, and
 * most of what one caller alone pays for otherwise.
 */
public final class LlmDriverOnLoop implements Contestant {
    @Override
    public String name() {
        return "llm-driver-loop";
    }

    @Override
    public String version() {
        return Jars.of(ChatModel.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.allOf(Protocol.class);
    }

    @Override
    public Client open(Setup setup) {
        return new LlmDriverClient(setup, Optional.of(Runnable::run));
    }
}
