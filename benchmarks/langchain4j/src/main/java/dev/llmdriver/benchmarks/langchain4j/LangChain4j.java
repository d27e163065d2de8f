package dev.llmdriver.benchmarks.langchain4j;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.EnumSet;
import java.util.Set;

/** LangChain4j's model classes as its documentation builds them, on its default HTTP client (java.net.http). */
public final class LangChain4j implements Contestant {
    @Override
    public String name() {
        return "langchain4j";
    }

    @Override
    public String version() {
        return Jars.of(OpenAiChatModel.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.allOf(Protocol.class);
    }

    @Override
    public Client open(Setup setup) {
        return new LangChain4jClient(new Models(setup));
    }
}
