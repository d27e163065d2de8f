package dev.llmdriver.benchmarks.openaijava;

import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Contestant;
import dev.llmdriver.benchmarks.Jars;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.benchmarks.Setup;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The library of OpenAI, its asynchronous client. */
public final class OpenAiJavaAsync implements Contestant {
    @Override
    public String name() {
        return "openai-java-async";
    }

    @Override
    public String version() {
        return Jars.of(ChatCompletionChunk.class);
    }

    @Override
    public Set<Protocol> protocols() {
        return EnumSet.of(Protocol.OPENAI);
    }

    @Override
    public Client open(Setup setup) {
        return new AsyncClient(OpenAIOkHttpClientAsync.builder()
                .baseUrl(setup.origin() + "/v1")
                .apiKey("sk-bench")
                .timeout(Duration.ofSeconds(120))
                .maxIdleConnections(Math.max(5, setup.concurrency()))
                .keepAliveDuration(Duration.ofMinutes(5))
                .build());
    }
}
