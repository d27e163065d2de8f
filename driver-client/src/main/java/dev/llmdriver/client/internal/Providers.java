package dev.llmdriver.client.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.OpenCalls;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Opens providers when they are first needed, one for each name, and closes them together. Thread-safe. */
public final class Providers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.client");
    /** Together less than the five seconds that are promised. */
    private static final Duration PROVIDERS_TIME = Duration.ofMillis(3500);

    private static final Duration STORE_TIME = Duration.ofSeconds(1);

    private final LlmDrivers drivers;
    private final Configuration configuration;
    private final Chains chains;
    private final OpenCalls calls = OpenCalls.create();
    private final Map<String, OpenProvider> open = new LinkedHashMap<>();
    private boolean closed;

    /** Opens nothing yet. */
    public Providers(LlmDrivers drivers, Configuration configuration, Additions additions) {
        this.drivers = drivers;
        this.configuration = configuration;
        this.chains = new Chains(
                additions,
                new SharedLimits(additions, configuration.prices(), this::describe, configuration.callers()),
                calls);
    }

    private CompletionStage<ModelInfo> describe(ModelRef ref) {
        return opened(ref.provider()).describe(ref.model());
    }

    /** {@return the provider of this name} */
    public LlmProvider provider(String name) {
        return opened(name).provider();
    }

    /** {@return the chat model that a text means, with what is configured for it and those that stand in for it} */
    public ChatModel chatModel(String text, List<String> instead) {
        return chains.over(configuration.targets(text, instead).stream()
                .map(configuration::model)
                .map(model -> opened(model.ref().provider()).target(model))
                .toList());
    }

    /** {@return the embedding model that a text means, with what is configured for it} */
    public EmbeddingModel embeddingModel(String text) {
        ConfiguredModel model = configuration.model(text);
        OpenProvider provider = opened(model.ref().provider());
        return chains.over(provider, model, provider.embeddings(model));
    }

    private synchronized OpenProvider opened(String name) {
        if (closed) {
            // as calls under way end, so that a service that goes down hears of it in one way, whenever a request came
            throw LlmException.builder(ErrorKind.CANCELLED, "the client was closed; open a new one to make calls")
                    .reason("closed")
                    .build();
        }
        OpenProvider known = open.get(name);
        if (known != null) {
            return known;
        }
        ProviderSettings settings = configuration.provider(name);
        LlmProvider provider = drivers.open(settings.driver().id(), settings.options());
        OpenProvider opened = new OpenProvider(provider, settings);
        open.put(name, opened);
        return opened;
    }

    /** Closes all providers at the same time, so that together they take no longer than one may. */
    @Override
    public void close() {
        List<Thread> closers = takeAll().stream()
                .map(OpenProvider::provider)
                .map(each -> closer(each.name(), () -> close(each)))
                .toList();
        await(closers, PROVIDERS_TIME);
        calls.close(); // those that wait for a limit or their next try, of which no provider knows
        configuration.limitStore().ifPresent(store -> await(List.of(closer("limits", () -> close(store))), STORE_TIME));
    }

    /** Whoever closes is not held up by what hangs: a provider that is not ours, or a store. */
    private static Thread closer(String what, Runnable closing) {
        Thread closer = new Thread(closing, "llm-driver-close-" + what);
        closer.setDaemon(true);
        closer.start();
        return closer;
    }

    private synchronized List<OpenProvider> takeAll() {
        closed = true;
        List<OpenProvider> all = List.copyOf(open.values());
        open.clear();
        return all;
    }

    private static void close(LlmProvider provider) {
        try {
            provider.close();
        } catch (RuntimeException thrown) {
            LOG.log(Level.WARNING, "closing provider '" + provider.name() + "' failed", thrown);
        }
    }

    /** After the providers, whose calls are booked there. */
    private static void close(LimitStore store) {
        if (store instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception thrown) {
                LOG.log(Level.WARNING, "closing the store of limits failed", thrown);
            }
        }
    }

    private static void await(List<Thread> closers, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        closers.forEach(closer -> await(closer, end));
    }

    private static void await(Thread closer, long end) {
        try {
            closer.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
