package dev.llmdriver.spi;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.concurrent.CompletableFuture;

/** What a driver knows of a model beside talking to it. Thread-safe. */
public interface ModelFacts {
    /** {@return what is known without I/O} */
    Capabilities capabilities();

    /** {@return what the provider says; asked anew at each call, the face keeps it} */
    CompletableFuture<ModelInfo> describe();

    /**
     * Counts the tokens of a request.
     *
     * @param request what would be asked
     * @return the count; fails as unsupported where the provider has no way, which is the default
     */
    default CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        return CompletableFuture.failedFuture(
                LlmException.builder(ErrorKind.UNSUPPORTED, "the provider has no way to count tokens without answering")
                        .build());
    }
}
