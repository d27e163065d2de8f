package dev.llmdriver.huggingface.internal.endpoint;

import dev.llmdriver.Warning;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.Suggestions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides where requests go, from the options {@code endpoint}, {@code base-url} and {@code dialect}:
 *
 * <ul>
 *   <li>{@code auto}: without a base URL the router; with one on the router's host what its path says; with any other a dedicated
 *       endpoint;
 *   <li>{@code router}, {@code hf-inference}, {@code <provider>}: the base URL, if any, takes the place of
 *       {@code https://router.huggingface.co}, with or without {@code /v1};
 *   <li>{@code dedicated}: the base URL, which must be given, is completed by {@link Urls#chatCompletions}.
 * </ul>
 *
 * Immutable and thread-safe.
 */
public final class EndpointResolver {
    static final String ROUTER_HOST = "router.huggingface.co";
    private static final URI ROUTER = URI.create("https://" + ROUTER_HOST);
    private static final String DEAD_HOST = "api-inference.huggingface.co";
    private static final Set<String> WORDS = Set.of("auto", "router", "hf-inference", "serverless", "dedicated");

    private final String word;
    private final Dialect dialect;
    private final Map<String, String> providerModels;

    /**
     * Keeps what was configured.
     *
     * @param endpoint the option {@code endpoint}
     * @param dialect the option {@code dialect}
     * @param providerModels providers' own names of models
     */
    public EndpointResolver(String endpoint, Dialect dialect, Map<String, String> providerModels) {
        this.word = endpoint.strip().toLowerCase(Locale.ROOT);
        this.dialect = dialect;
        this.providerModels = Map.copyOf(providerModels);
    }

    /**
     * Decides.
     *
     * @param baseUrl the configured base URL, or that of one call; null for none
     * @return where requests go
     * @throws ConfigurationException if endpoint, base URL and dialect do not fit together
     */
    public Endpoint resolve(@Nullable URI baseUrl) {
        refuseDeadHost(baseUrl);
        Endpoint endpoint = switch (word) {
            case "auto" -> guess(baseUrl);
            case "router" -> behindRouter(EndpointKind.ROUTER, "", baseUrl);
            case "hf-inference", "serverless" -> behindRouter(EndpointKind.HF_INFERENCE, "", baseUrl);
            case "dedicated" -> dedicated(baseUrl, false);
            default -> behindRouter(EndpointKind.PINNED, provider(), baseUrl);
        };
        refuseMisplacedDialect(endpoint);
        return endpoint;
    }

    /** {@return the name of a model as this endpoint wants it} */
    public ModelName model(Endpoint endpoint, String asked) {
        return ModelName.of(endpoint, asked, providerModels);
    }

    private Endpoint guess(@Nullable URI baseUrl) {
        if (baseUrl == null) {
            return behindRouter(EndpointKind.ROUTER, "", null);
        }
        if (!ROUTER_HOST.equalsIgnoreCase(baseUrl.getHost())) {
            return dedicated(baseUrl, true);
        }
        String segment = Urls.firstSegment(baseUrl);
        URI root = Urls.origin(baseUrl);
        return switch (segment) {
            case "", "v1" -> behindRouter(EndpointKind.ROUTER, "", root);
            case "hf-inference" -> behindRouter(EndpointKind.HF_INFERENCE, "", root);
            default -> behindRouter(EndpointKind.PINNED, segment, root);
        };
    }

    private Endpoint behindRouter(EndpointKind kind, String provider, @Nullable URI baseUrl) {
        URI root = baseUrl == null ? ROUTER : Urls.root(baseUrl);
        String ownPath = kind == EndpointKind.HF_INFERENCE ? "/hf-inference" : "/" + provider;
        if (kind != EndpointKind.ROUTER) {
            root = Urls.strip(root, ownPath);
        }
        return new Endpoint(kind, provider, root, false, baseUrl != null, dialect, warnings());
    }

    private Endpoint dedicated(@Nullable URI baseUrl, boolean guessed) {
        if (baseUrl == null || ROUTER_HOST.equalsIgnoreCase(baseUrl.getHost())) {
            throw ConfigurationException.of("endpoint=dedicated needs the endpoint's own address as base-url, such as"
                    + " https://abc.us-east-1.aws.endpoints.huggingface.cloud");
        }
        return new Endpoint(EndpointKind.DEDICATED, "", baseUrl, guessed, true, dialect, List.of());
    }

    /** Providers come and go, so any name is taken, unless it looks like a slip of the pen. */
    private String provider() {
        Optional<String> near = Suggestions.nearest(word, WORDS).filter(name -> name.length() > 4);
        if (near.isPresent()) {
            throw ConfigurationException.of("endpoint '" + word + "': did you mean '" + near.get() + "'?");
        }
        if (!word.matches("[a-z0-9][a-z0-9._-]*")) {
            throw ConfigurationException.of("endpoint '" + word
                    + "': expected auto, router, hf-inference, dedicated, or a provider's name such as together");
        }
        return word;
    }

    private List<Warning> warnings() {
        return word.equals("serverless")
                ? List.of(new Warning(
                        "renamed", "", "endpoint=serverless is now called hf-inference and is served by the router"))
                : List.of();
    }

    private void refuseMisplacedDialect(Endpoint endpoint) {
        boolean routed = endpoint.kind() == EndpointKind.ROUTER || endpoint.kind() == EndpointKind.PINNED;
        if (routed && dialect != Dialect.AUTO) {
            throw ConfigurationException.of("dialect=" + dialect.optionName()
                    + " is for a dedicated endpoint or hf-inference, but this is " + endpoint.describe());
        }
    }

    private static void refuseDeadHost(@Nullable URI baseUrl) {
        if (baseUrl != null && DEAD_HOST.equalsIgnoreCase(baseUrl.getHost())) {
            throw ConfigurationException.of("base-url: " + DEAD_HOST + " was switched off; leave base-url out to use "
                    + ROUTER + ", or set endpoint=hf-inference for what that host served");
        }
    }
}
