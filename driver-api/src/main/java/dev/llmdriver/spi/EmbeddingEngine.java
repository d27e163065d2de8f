package dev.llmdriver.spi;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import java.util.concurrent.CompletableFuture;

/** All that a driver or a decorator implements for embeddings. Thread-safe; never blocks. */
public interface EmbeddingEngine {
    /** {@return what the caller named} */
    ModelRef ref();

    /**
     * Asks for vectors. More texts than the provider takes at once are split and joined; each part is an attempt.
     *
     * @param request the texts
     * @param call what the call shares down the chain
     * @return the vectors to come; cancelling it closes the exchange
     */
    CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call);
}
