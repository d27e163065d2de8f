package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.ChatModel;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.EnumSet;
import java.util.Set;

/** The drivers of this repository as an application uses them: {@code LlmClient} with its default chain. */
public class LlmDriver implements Contestant {
    @Override
    public String name() {
        return "llm-driver";
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
        return new LlmDriverClient(setup, (builder, provider) -> {});
    }
}
