package dev.llmdriver.ollama.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.ollama.internal.endpoint.Address;
import java.net.URI;

/**
 * What all that belongs to one provider shares. Thread-safe.
 *
 * @param name the provider's configured name
 * @param settings what was configured
 * @param credentials the key and where it may go
 * @param errors turns errors into types
 * @param http the way there
 * @param known what has been learnt of models
 */
record Connection(
        String name,
        Settings settings,
        Credentials credentials,
        ErrorClassifier errors,
        ProviderEndpoint http,
        Known known) {
    /** {@return the address of a path at the configured base URL} */
    URI at(String path) {
        return settings.address().at(path);
    }

    /** Ollama's cloud answers nobody without a key, so nothing is sent there without one. */
    void requireKey(URI target, CallOptions call) {
        boolean keyed = call.apiKey().isPresent() || credentials.hasKeyFor(target);
        if (new Address(target).isCloud() && !keyed) {
            throw LlmException.builder(
                            ErrorKind.AUTHENTICATION,
                            "there is no key for ollama.com; set OLLAMA_API_KEY to one from https://ollama.com/settings/keys")
                    .reason("missing_key")
                    .phase(Phase.BUILD)
                    .build();
        }
    }
}
