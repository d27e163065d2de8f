package dev.llmdriver.huggingface.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ProviderEndpoint;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import java.net.URI;

/**
 * What the engines of one provider share. Thread-safe.
 *
 * @param name the provider's configured name
 * @param settings what was configured
 * @param resolver decides where requests go
 * @param endpoint where they go unless a call says otherwise
 * @param errors turns errors into types
 * @param http the way there
 */
record Connection(
        String name,
        Settings settings,
        EndpointResolver resolver,
        Endpoint endpoint,
        ErrorClassifier errors,
        ProviderEndpoint http) {
    private static final String HOW_TO_GET_A_TOKEN =
            "set HF_TOKEN to a token from https://huggingface.co/settings/tokens that may 'Make calls to Inference Providers'";

    /** {@return where a call goes} */
    Endpoint endpointOf(CallOptions call) {
        return call.baseUrl().isPresent() ? resolver.resolve(call.baseUrl().get()) : endpoint;
    }

    /** {@return a request to an address, with the headers that options and endpoint ask for} */
    WireRequest.Builder post(Endpoint target, URI address, byte[] body) {
        WireRequest.Builder request = WireRequest.post(address).json(body);
        target.headers().forEach(request::header);
        return request;
    }

    /** Hugging Face's own router answers nobody without a token, so nothing is sent there without one. */
    void requireToken(Endpoint target, CallOptions call) {
        call.apiKey().flatMap(key -> RouterKeys.fault(target, key)).ifPresent(fault -> {
            throw ConfigurationException.of(fault);
        });
        if (target.isHuggingFaceRouter() && call.apiKey().isEmpty() && !settings.hasKey()) {
            throw LlmException.builder(
                            ErrorKind.AUTHENTICATION, "there is no Hugging Face token; " + HOW_TO_GET_A_TOKEN)
                    .reason("missing_key")
                    .phase(Phase.BUILD)
                    .build();
        }
    }
}
