package dev.llmdriver.soak;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.soak.leak.CountingScheduler;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.WireTwin;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client with everything that can stand around a model. */
final class Setup {
    static final int MAX_BODY = 256 * 1024;
    /** Fewer than there are callers, so that some wait for a connection. */
    static final int POOL_SIZE = 6;

    static final int CONCURRENCY = 3;
    static final long REQUESTS_PER_DAY = 1_000_000_000;
    static final long TOKENS_PER_DAY = 100_000_000_000L;
    static final long NANO_USD = 1_000_000_000_000_000L;
    /** In dollars for a million tokens, which are micro-dollars for one. */
    private static final long INPUT_PRICE = 1;

    private static final long OUTPUT_PRICE = 2;

    private static final String LONG = Operation.LONG.toString();

    private final LlmClientBuilder builder;

    private Setup(CountingScheduler scheduler, Witness witness, LimitStore store) {
        builder = LlmClient.builder()
                .drivers(LlmDrivers.of(new HuggingFaceDriver(), new GeminiDriver(), new OllamaDriver()))
                .systemProperties(Map.of())
                .environment(Map.of())
                .workingFolder(Path.of("target"))
                .classLoader(new ClassLoader(null) {})
                .instrument(witness)
                .limitStore(store)
                .property("llm.model", "huggingface-plain")
                .property("llm.limits.max-wait", LONG)
                .property("llm.retry.base-delay", "2ms")
                .property("llm.retry.max-delay", "20ms")
                .property("llm.defaults.max-tokens", "2000");
        for (Wire wire : Wire.values()) {
            builder.option(wire.id(), CommonOptions.SCHEDULER, scheduler);
            builder.option(pool(wire), CommonOptions.SCHEDULER, scheduler);
        }
    }

    /**
     * Makes a client of these servers.
     *
     * @param store counts the limits
     * @param lent event loops that the client must not close; empty: it makes its own
     */
    static LlmClient client(
            Map<Wire, WireTwin> twins,
            CountingScheduler scheduler,
            Witness witness,
            LimitStore store,
            Optional<Vertx> lent) {
        Setup setup = new Setup(scheduler, witness, store);
        twins.forEach((wire, twin) -> {
            setup.provider(wire, twin);
            setup.models(wire, wire.chatModel(), "");
            setup.models(wire, wire.embeddingModel(), "-embed");
            setup.property(Sort.FALLBACK.model(wire), "fallback", others(wire));
            setup.property(Sort.CACHED.model(wire), "cache.max-entries", "20");
            lent.ifPresent(vertx -> {
                setup.builder.option(wire.id(), HttpOptions.VERTX, vertx);
                setup.builder.option(pool(wire), HttpOptions.VERTX, vertx);
            });
        });
        return setup.builder.build();
    }

    /** {@return what so many tokens cost of a limited model, in nano-dollars} */
    static long nanos(long input, long output) {
        return 1000 * (INPUT_PRICE * input + OUTPUT_PRICE * output);
    }

    private static String others(Wire wire) {
        return Stream.of(Wire.values())
                .filter(other -> other != wire)
                .map(Sort.PLAIN::model)
                .collect(Collectors.joining(","));
    }

    private static String pool(Wire wire) {
        return wire.id() + "pool";
    }

    private void provider(Wire wire, WireTwin twin) {
        builder.property("llm.providers." + pool(wire) + ".driver", wire.id());
        for (String label : new String[] {"a", "b", "c"}) {
            builder.property("llm.providers." + pool(wire) + ".api-keys." + label, key(wire) + label);
        }
        builder.property("llm." + wire.id() + ".api-key", key(wire));
        for (String place : new String[] {"llm." + wire.id(), "llm.providers." + pool(wire)}) {
            builder.property(place + ".base-url", twin.baseUri().toString());
            builder.property(place + ".pool-size", Integer.toString(POOL_SIZE));
            builder.property(place + ".max-body-bytes", Integer.toString(MAX_BODY));
            builder.property(place + ".max-event-bytes", Integer.toString(MAX_BODY));
            builder.property(place + ".connect-timeout", LONG);
            builder.property(place + ".first-token-timeout", LONG);
            builder.property(place + ".idle-timeout", LONG);
        }
    }

    private static String key(Wire wire) {
        return switch (wire) {
            case HUGGINGFACE -> "hf_soak";
            case GEMINI -> "AIzaSoak";
            case OLLAMA -> "soak";
        };
    }

    private void models(Wire wire, String model, String suffix) {
        for (Sort sort : Sort.values()) {
            String provider = sort == Sort.POOLED ? pool(wire) : wire.id();
            property(sort.model(wire) + suffix, "model", provider + ":" + model);
        }
        String limited = Sort.LIMITED.model(wire) + suffix;
        property(limited, "limits.concurrency", Integer.toString(CONCURRENCY));
        property(limited, "limits.requests-per-day", Long.toString(REQUESTS_PER_DAY));
        property(limited, "limits.tokens-per-day", Long.toString(TOKENS_PER_DAY));
        property(limited, "budget.usd-total", Long.toString(NANO_USD / 1_000_000_000));
        property(limited, "price.input-per-million", Long.toString(INPUT_PRICE));
        property(limited, "price.output-per-million", Long.toString(OUTPUT_PRICE));
        String guarded = Sort.GUARDED.model(wire) + suffix;
        property(guarded, "breaker.window", "6");
        property(guarded, "breaker.minimum-calls", "3");
        property(guarded, "breaker.open-for", "30ms");
    }

    private void property(String model, String key, String value) {
        builder.property("llm.models." + model + "." + key, value);
    }
}
