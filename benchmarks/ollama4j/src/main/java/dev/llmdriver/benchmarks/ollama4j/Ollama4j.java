package dev.llmdriver.benchmarks.ollama4j;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import io.github.ollama4j.Ollama;
import java.util.EnumSet;
import java.util.Set;

/** ollama4j, which only blocks. It has no cancel; what a user can do is to interrupt the thread. */
public final class Ollama4j implements Contestant {
    @Override
    public String name() {
        return "ollama4j";
    }

    @Override
    public String version() {
        return Jars.of(Ollama.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.of(Protocol.OLLAMA);
    }

    @Override
    public Client open(Setup setup) {
        Ollama ollama = new Ollama(setup.origin());
        ollama.setRequestTimeoutSeconds(120);
        return new Ollama4jClient(ollama);
    }
}
