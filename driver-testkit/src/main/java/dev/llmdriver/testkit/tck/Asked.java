package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.util.concurrent.CompletableFuture;

/** A call for a whole answer. */
record Asked(CallContext context, CompletableFuture<ChatResponse> future) {
    /** {@return the answer, waiting for it} */
    ChatResponse answer() {
        return Wait.value(future);
    }

    /** {@return the error that the call must end with} */
    LlmException failure() {
        return Check.is("the failure of a call", LlmException.class, Wait.failure(future));
    }
}
