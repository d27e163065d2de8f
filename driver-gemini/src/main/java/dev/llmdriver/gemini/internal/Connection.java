package dev.llmdriver.gemini.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.gemini.internal.catalogue.KnownModels;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.http.ProviderEndpoint;

/**
 * What the engines of one provider share. Thread-safe.
 *
 * @param name the provider's configured name
 * @param settings what was configured
 * @param known what has been heard of models
 * @param errors turns errors into types
 * @param http the way there
 */
record Connection(String name, Settings settings, KnownModels known, GeminiErrors errors, ProviderEndpoint http) {
    private static final String GOOGLE = ".googleapis.com";

    /** {@return where a call goes} */
    Endpoint endpointOf(CallOptions call) {
        return call.baseUrl().map(settings::endpoint).orElseGet(settings::endpoint);
    }

    /** Google answers nobody without a key, so nothing is sent there without one. */
    void requireKey(CallOptions call) {
        boolean hasKey = call.apiKey().isPresent() || settings.apiKey().isPresent();
        if (!hasKey && endpointOf(call).host().endsWith(GOOGLE)) {
            throw LlmException.builder(
                            ErrorKind.AUTHENTICATION,
                            "there is no key for Gemini; set GEMINI_API_KEY, or GOOGLE_API_KEY, to one from"
                                    + " https://aistudio.google.com/apikey")
                    .reason("missing_key")
                    .phase(Phase.BUILD)
                    .build();
        }
    }
}
