package dev.llmdriver.benchmarks.springai;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.ai.openai.OpenAiChatModel;

/** Spring AI's model classes, built without Boot. Ollama runs on RestClient and WebClient over java.net.http. */
public final class SpringAi implements Contestant {
    @Override
    public String name() {
        return "spring-ai";
    }

    @Override
    public String version() {
        return Jars.of(OpenAiChatModel.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.of(Protocol.OPENAI, Protocol.OLLAMA);
    }

    @Override
    public Client open(Setup setup) {
        return new SpringAiClient(setup);
    }
}
