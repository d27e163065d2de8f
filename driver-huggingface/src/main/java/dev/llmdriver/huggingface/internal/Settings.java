package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingsRoute;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options, read and checked: all faults are reported at once. Immutable. */
final class Settings {
    private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);

    private final DriverOptions options;
    private final List<String> faults = new ArrayList<>();
    private final @Nullable Endpoint endpoint;

    private Settings(DriverOptions options) {
        this.options = options;
        this.faults.addAll(options.faults(HuggingFaceOptions.all()));
        checkWords();
        this.endpoint = faults.isEmpty() ? resolve() : null;
        if (endpoint != null) {
            checkToken(endpoint);
            checkScaleUp(endpoint);
        }
    }

    static Settings read(DriverOptions options) {
        Settings settings = new Settings(options);
        if (!settings.faults.isEmpty()) {
            throw ConfigurationException.of(settings.faults);
        }
        return settings;
    }

    /** What was set by code has not been through the options' parsers. */
    private void checkWords() {
        if (faults.isEmpty()) {
            for (Option<String> option :
                    List.of(HuggingFaceOptions.DIALECT, HuggingFaceOptions.THINK, HuggingFaceOptions.EMBEDDINGS)) {
                try {
                    option.parse(options.get(option).orElse("auto"));
                } catch (IllegalArgumentException unknown) {
                    faults.add("option '" + option.name() + "': " + unknown.getMessage());
                }
            }
        }
    }

    private @Nullable Endpoint resolve() {
        try {
            return resolver().resolve(baseUrl());
        } catch (ConfigurationException misfit) {
            faults.addAll(misfit.faults().isEmpty() ? List.of(String.valueOf(misfit.getMessage())) : misfit.faults());
            return null;
        }
    }

    private void checkToken(Endpoint target) {
        apiKey().flatMap(key -> RouterKeys.fault(target, key)).ifPresent(faults::add);
    }

    /** A request that the endpoint holds must not be given up here before. */
    private void checkScaleUp(Endpoint target) {
        Duration wait = scaleUpTimeout().orElse(Duration.ZERO);
        if (wait.isZero()) {
            return;
        }
        if (target.kind() != EndpointKind.DEDICATED) {
            faults.add("scale-up-timeout is for a dedicated endpoint, but this is " + target.describe());
        }
        Duration deadline = options.get(CommonOptions.DEADLINE).orElse(DEFAULT_DEADLINE);
        Duration firstToken = options.get(CommonOptions.FIRST_TOKEN_TIMEOUT).orElse(wait.plus(Duration.ofSeconds(1)));
        if (wait.compareTo(deadline) >= 0 || wait.compareTo(firstToken) >= 0) {
            faults.add("scale-up-timeout " + wait.toSeconds()
                    + "s must be less than deadline (default 300s) and first-token-timeout; raise those");
        }
    }

    Endpoint endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("faulty settings are never used");
        }
        return endpoint;
    }

    EndpointResolver resolver() {
        return new EndpointResolver(
                options.get(HuggingFaceOptions.ENDPOINT).orElse("auto"),
                options.get(HuggingFaceOptions.DIALECT).map(Dialect::parse).orElse(Dialect.AUTO),
                options.getAll(HuggingFaceOptions.PROVIDER_MODEL));
    }

    private @Nullable URI baseUrl() {
        return options.get(CommonOptions.BASE_URL).orElse(null);
    }

    Optional<Secret> apiKey() {
        return options.get(HuggingFaceOptions.API_KEY)
                .filter(key -> !key.reveal().isBlank());
    }

    boolean hasKey() {
        return apiKey().isPresent();
    }

    Optional<String> billTo() {
        return options.get(HuggingFaceOptions.BILL_TO).filter(name -> !name.isBlank());
    }

    Optional<Duration> scaleUpTimeout() {
        return options.get(HuggingFaceOptions.SCALE_UP_TIMEOUT);
    }

    ThinkMode think() {
        return options.get(HuggingFaceOptions.THINK).map(ThinkMode::parse).orElse(ThinkMode.TAGS);
    }

    EmbeddingsRoute embeddings() {
        return options.get(HuggingFaceOptions.EMBEDDINGS)
                .map(EmbeddingsRoute::parse)
                .orElse(EmbeddingsRoute.AUTO);
    }
}
