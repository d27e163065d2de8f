package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.huggingface.Dialect;
import dev.llmdriver.huggingface.EmbeddingsRoute;
import dev.llmdriver.huggingface.HuggingFaceOptions;
import dev.llmdriver.huggingface.ThinkMode;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
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

    private @Nullable Endpoint resolve() {
        try {
            return resolver().resolve(baseUrl());
        } catch (ConfigurationException misfit) {
            faults.addAll(misfit.faults().isEmpty() ? List.of(String.valueOf(misfit.getMessage())) : misfit.faults());
            return null;
        }
    }

    private void checkToken(Endpoint target) {
        apiKey().flatMap(key -> Tokens.fault(target, key)).ifPresent(faults::add);
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
                options.get(HuggingFaceOptions.DIALECT).orElse(Dialect.AUTO),
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
        return options.get(HuggingFaceOptions.THINK).orElse(ThinkMode.TAGS);
    }

    EmbeddingsRoute embeddings() {
        return options.get(HuggingFaceOptions.EMBEDDINGS).orElse(EmbeddingsRoute.AUTO);
    }

    DriverOptions options() {
        return options;
    }
}
