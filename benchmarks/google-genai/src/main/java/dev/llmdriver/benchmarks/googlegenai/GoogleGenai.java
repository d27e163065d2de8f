package dev.llmdriver.benchmarks.googlegenai;

import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.util.EnumSet;
import java.util.Set;

/** The library of Google, its blocking client. */
public final class GoogleGenai implements Contestant {
    @Override
    public String name() {
        return "google-genai";
    }

    @Override
    public String version() {
        return Jars.of(com.google.genai.Client.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.of(Protocol.GEMINI);
    }

    @Override
    public Client open(Setup setup) {
        int connections = Math.max(64, setup.concurrency());
        return new GoogleGenaiClient(com.google.genai.Client.builder()
                .apiKey("sk-bench")
                .httpOptions(HttpOptions.builder()
                        .baseUrl(setup.origin())
                        .apiVersion("v1beta")
                        .timeout(120_000)
                        .build())
                .clientOptions(ClientOptions.builder()
                        .maxConnections(connections)
                        .maxConnectionsPerHost(connections)
                        .build())
                .build());
    }
}
