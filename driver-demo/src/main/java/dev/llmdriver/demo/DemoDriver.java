package dev.llmdriver.demo;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.demo.internal.DemoProvider;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The driver {@code demo}: answers without a key, a network or a model, so that everything can be tried at once. It starts the
 * Hugging Face twin inside the process and talks to it with the driver {@code huggingface}, over real HTTP on the loopback. Any
 * model's name without a colon will do; one that holds {@code thinker} reasons first. Stateless and thread-safe; the server starts with a
 * provider's first call and ends with the provider.
 */
public final class DemoDriver implements LlmDriver {
    /** How long the twin waits between two words of a stream, so that one sees it stream; default 5 ms. */
    public static final Option<Duration> PACE = Option.duration(
                    "pace", "the time between two words of a stream, default 5ms")
            .withDefault(Duration.ofMillis(5));

    private final Supplier<Optional<URI>> server;

    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public DemoDriver() {
        this(Optional::empty);
    }

    /** For the conformance kit, whose server stands in for the twin when a provider is opened. */
    DemoDriver(Supplier<Optional<URI>> server) {
        this.server = server;
    }

    @Override
    public String id() {
        return "demo";
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of(PACE, CommonOptions.CALLBACK_EXECUTOR, CommonOptions.SCHEDULER);
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return new DemoProvider(options.checked(options()), options.get(PACE).orElseThrow(), server.get());
    }
}
