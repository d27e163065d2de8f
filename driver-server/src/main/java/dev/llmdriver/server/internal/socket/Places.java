package dev.llmdriver.server.internal.socket;

import dev.llmdriver.ChatModel;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.client.ResolvedConfig;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.openai.Models;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds who is asked: a configured model, or one at a place that somebody named in the page. The latter is opened for one question
 * and closed after it, so that nothing of it stays. May open a provider, so never on an event loop. Thread-safe.
 */
public final class Places {
    private static final String DRIVER = "huggingface";

    /** How long things may take depends on the server's machine and network, wherever the place is. */
    private static final Pattern TIME = Pattern.compile("llm\\.(deadline|timeouts\\.[a-z-]+|" + DRIVER
            + "\\.(deadline|connect-timeout|first-token-timeout|idle-timeout))");

    private final Models models;
    private final boolean open;

    /**
     * Opens nothing yet.
     *
     * @param open whether people may name places of their own
     */
    public Places(Models models, boolean open) {
        this.models = models;
        this.open = open;
    }

    /** {@return whether people may name places of their own} */
    boolean areOpen() {
        return open;
    }

    /** Who is asked, and what is to be closed then. */
    record Place(ChatModel model, Runnable close) {}

    Place find(Question question) {
        if (question.endpoint().isEmpty()) {
            return new Place(models.chat(question.model()), () -> {});
        }
        String model = question.model()
                .orElseThrow(
                        () -> Refusal.of(400, "Name a model: an endpoint of your own has none of its own accord."));
        LlmClient client = client(question.endpoint().get());
        try {
            return new Place(client.model(DRIVER + ":" + model), client::close);
        } catch (RuntimeException unusable) {
            client.close();
            throw unusable;
        }
    }

    /** What shall be asked of a provider, and what is to be closed then. */
    record Shop(LlmProvider provider, Runnable close) {}

    Shop find(String provider, Optional<Endpoint> endpoint) {
        if (endpoint.isEmpty()) {
            return new Shop(models.client().provider(provider), () -> {});
        }
        LlmClient client = client(endpoint.get());
        try {
            return new Shop(client.provider(DRIVER), client::close);
        } catch (RuntimeException unusable) {
            client.close();
            throw unusable;
        }
    }

    /** Whatever is configured, but for times, is for the server's own providers: its keys least of all may go to such a place. */
    private LlmClient client(Endpoint endpoint) {
        if (!open) {
            throw Refusal.of(
                    403,
                    "The server calls no endpoints that a page names, as it listens to other machines; set"
                            + " llm.server.page-endpoints=true if everybody who reaches it may.");
        }
        LlmClientBuilder builder = LlmClient.builder()
                .drivers(models.client().drivers())
                .systemProperties(Map.of())
                .environment(proxies())
                .workingFolder(Path.of(System.getProperty("java.home"))) // nobody configures models there
                .classLoader(ClassLoader.getPlatformClassLoader());
        for (ResolvedConfig.Entry entry : models.client().config().entries()) {
            if (TIME.matcher(entry.key()).matches()) {
                builder.property(entry.key(), entry.value());
            }
        }
        endpoint.kind().ifPresent(kind -> builder.property("llm." + DRIVER + ".endpoint", kind));
        endpoint.url().ifPresent(url -> builder.property("llm." + DRIVER + ".base-url", url));
        endpoint.token().ifPresent(token -> builder.property("llm." + DRIVER + ".api-key", token));
        return builder.build();
    }

    private static Map<String, String> proxies() {
        Map<String, String> proxies = new HashMap<>(System.getenv());
        proxies.keySet().removeIf(name -> !name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        return proxies;
    }
}
