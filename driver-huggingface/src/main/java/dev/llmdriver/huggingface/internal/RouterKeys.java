package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import java.util.Optional;

/** Which keys the router takes. */
final class RouterKeys {
    private static final String PREFIX = "hf_";

    private RouterKeys() {}

    /** The router takes Hugging Face's tokens alone; a provider's own key would only be refused there, or leak. */
    static Optional<String> fault(Endpoint target, Secret key) {
        if (!target.isHuggingFaceRouter() || key.reveal().startsWith(PREFIX)) {
            return Optional.empty();
        }
        return Optional.of("api-key: the router wants a Hugging Face token, which begins with " + PREFIX
                + ", and this is another provider's key; keep that one in your Hugging Face account's settings, or set"
                + " base-url");
    }
}
