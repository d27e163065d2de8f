package dev.llmdriver.client.batch;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one request of a batch: an answer or a failure, never both. Immutable. */
public final class BatchResult {
    private final long index;
    private final ChatRequest request;
    private final @Nullable ChatResponse answer;
    private final @Nullable LlmException failure;

    BatchResult(Outcome<ChatRequest> outcome) {
        this.index = outcome.number();
        this.request = outcome.work();
        this.answer = outcome.answer();
        this.failure = outcome.failure();
    }

    /** {@return the request's place in the input, from 0} */
    public long index() {
        return index;
    }

    /** {@return what was asked} */
    public ChatRequest request() {
        return request;
    }

    /** {@return the answer; empty if the call failed} */
    public Optional<ChatResponse> answer() {
        return Optional.ofNullable(answer);
    }

    /** {@return why there is no answer; empty if there is one} */
    public Optional<LlmException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns the answer of a call that must not have failed.
     *
     * @return the answer
     * @throws LlmException if the call failed: its failure, on the calling thread's stack
     */
    public ChatResponse orThrow() {
        if (answer == null) {
            throw failure().orElseThrow().onThisStack();
        }
        return answer;
    }

    @Override
    public String toString() {
        return "BatchResult[" + index + ", "
                + failure().map(why -> why.kind().wireName()).orElse("answered") + "]";
    }
}
