package dev.llmdriver.huggingface.internal.embedding;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import java.net.URI;

/**
 * Where and in which form texts are sent (wire page 6). The router that chooses has no embeddings of its own, so they go to hf-inference.
 *
 * @param form the form of request and answer
 * @param address where to
 */
public record EmbeddingRoute(Form form, URI address) {
    /** The forms of requests and answers. */
    public enum Form {
        /** The task {@code feature-extraction}: {@code {"inputs": […]}}, bare arrays back. */
        FEATURES,
        /** {@code /embed} of Text Embeddings Inference: the same with more settings. */
        TEI,
        /** {@code /v1/embeddings}. */
        OPENAI
    }

    /**
     * Chooses.
     *
     * @throws dev.llmdriver.error.UnsupportedException if the pinned provider is not known to have embeddings
     */
    public static EmbeddingRoute of(Endpoint endpoint, ModelName model, EmbeddingsRoute wanted) {
        if (endpoint.kind() == EndpointKind.DEDICATED) {
            return dedicated(endpoint, wanted);
        }
        if (endpoint.kind() == EndpointKind.PINNED) {
            return endpoint.providerEmbeddings()
                    .map(address -> new EmbeddingRoute(Form.OPENAI, address))
                    .orElseThrow(() -> none(endpoint));
        }
        return new EmbeddingRoute(Form.FEATURES, endpoint.hfModel(model, "/pipeline/feature-extraction"));
    }

    private static EmbeddingRoute dedicated(Endpoint endpoint, EmbeddingsRoute wanted) {
        if (endpoint.dialect() == Dialect.CUSTOM_INPUTS) {
            return new EmbeddingRoute(Form.FEATURES, endpoint.base());
        }
        return wanted == EmbeddingsRoute.TEI
                ? tei(endpoint)
                : new EmbeddingRoute(Form.OPENAI, endpoint.at("/v1/embeddings"));
    }

    /** {@return the route of Text Embeddings Inference's own form} */
    public static EmbeddingRoute tei(Endpoint endpoint) {
        return new EmbeddingRoute(Form.TEI, endpoint.at("/embed"));
    }

    private static LlmException none(Endpoint endpoint) {
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        "embeddings are not known for " + endpoint.describe()
                                + "; use endpoint=hf-inference, deepinfra, together, scaleway, or a dedicated endpoint")
                .reason("embeddings")
                .phase(Phase.BUILD)
                .build();
    }
}
