package dev.llmdriver.huggingface.internal.endpoint;

import java.util.Map;
import java.util.Optional;

/** The providers' own paths behind {@code /{provider}} on the router (wire page 1.3). A name that is not here is tried as usual. */
final class ProviderPaths {
    private static final String USUAL = "/v1";

    private static final Map<String, String> API = Map.of(
            "groq", "/openai/v1",
            "fireworks-ai", "/inference/v1",
            "cohere", "/compatibility/v1",
            "novita", "/v3/openai",
            "deepinfra", "/v1/openai",
            "zai-org", "/api/paas/v4");

    private static final Map<String, String> EMBEDDINGS = Map.of(
            "deepinfra", "/v1/openai/embeddings",
            "together", "/v1/embeddings",
            "scaleway", "/v1/embeddings");

    private static final Map<String, Map<String, String>> HEADERS =
            Map.of("zai-org", Map.of("Accept-Language", "en-US,en", "x-source-channel", "hugging_face"));

    private ProviderPaths() {}

    static String chat(String provider) {
        return "/" + provider + API.getOrDefault(provider, USUAL) + "/chat/completions";
    }

    static Optional<String> embeddings(String provider) {
        return Optional.ofNullable(EMBEDDINGS.get(provider)).map(path -> "/" + provider + path);
    }

    static Map<String, String> headers(String provider) {
        return HEADERS.getOrDefault(provider, Map.of());
    }
}
