package dev.llmdriver.http;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.internal.JoinedVectors;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One embedding call: texts that are more than the provider takes at once go in parts, one after the other, each an attempt with the
 * purpose {@code PART}; vectors and usage are joined. Usage is absent if any part lacks it. A part that fails fails the call; cancelling
 * cancels the part under way and sends no further one.
 */
public final class EmbeddingBatches {
    private final ModelRef ref;
    private final EmbeddingRequest request;
    private final CallContext context;
    private final int size;
    private final Sender sender;
    private final JoinedVectors joined;
    private final CallFuture<EmbeddingResponse> answer = CallFuture.create(this::cancel);
    private @Nullable CompletableFuture<Vectors> sent;

    /** Sends one part of a call's texts. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends one request, usually by {@link ProviderEndpoint#exchange}.
         *
         * @param texts the part's texts, at least one
         * @param call what this part shares with the call; for the {@link Exchange}
         * @return the vectors of these texts to come; cancelling it closes the exchange
         * @throws LlmException if the request cannot be sent
         */
        CompletableFuture<Vectors> send(List<String> texts, CallContext call);
    }

    private EmbeddingBatches(ModelRef ref, EmbeddingRequest request, CallContext call, int size, Sender sender) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.request = request;
        this.size = size;
        this.sender = Objects.requireNonNull(sender, "sender");
        this.context = request.texts().size() > size ? call.with(CallContext.PURPOSE, Attempt.Purpose.PART) : call;
        this.joined = new JoinedVectors(ref, request);
    }

    /**
     * Makes a call.
     *
     * @param ref who is asked; named in answer and errors
     * @param request what is asked
     * @param call what the call shares down the chain
     * @param size the most texts that the provider takes at once, at least 1
     * @param sender sends a part; the next one is sent only when the vectors of the one before have come
     * @return the answer to come; fails as {@code malformed_response} if a part has too few or too many vectors, empty ones, ones that differ
     *     in length or hold what is no finite number, or ones of another length than was asked for without a warning about {@code dimensions}
     */
    public static CompletableFuture<EmbeddingResponse> embed(
            ModelRef ref, EmbeddingRequest request, CallContext call, int size, Sender sender) {
        if (size < 1) {
            throw new IllegalArgumentException("a part must hold at least 1 text, but size is " + size);
        }
        EmbeddingBatches batches = new EmbeddingBatches(ref, request, call, size, sender);
        batches.next();
        return batches.answer;
    }

    /** The answer is done by now, so what was not sent before never will be. */
    private void cancel() {
        CompletableFuture<Vectors> open = sent();
        if (open != null) {
            open.cancel(true);
        }
    }

    private synchronized @Nullable CompletableFuture<Vectors> sent() {
        return sent;
    }

    private void next() {
        List<String> texts =
                request.texts().subList(joined.count(), Math.min(request.texts().size(), joined.count() + size));
        CompletableFuture<Vectors> part;
        try {
            part = send(texts);
        } catch (RuntimeException refused) {
            giveUp(refused);
            return;
        }
        if (part != null) {
            CompletableFuture<Void> unused = part.handle((vectors, failure) -> goOn(texts.size(), vectors, failure))
                    .exceptionally(this::giveUp);
        }
    }

    /** {@return the part's vectors to come; nothing if the call is over} */
    private synchronized @Nullable CompletableFuture<Vectors> send(List<String> texts) {
        if (!answer.isDone()) {
            sent = sender.send(texts, context);
            return sent;
        }
        return null;
    }

    private @Nullable Void goOn(int asked, @Nullable Vectors vectors, @Nullable Throwable failure) {
        if (vectors == null) {
            return giveUp(failure == null ? new IllegalStateException("the part has no vectors") : failure);
        }
        joined.add(asked, vectors);
        if (joined.count() == request.texts().size()) {
            answer.complete(joined.response(context));
        } else {
            next();
        }
        return null;
    }

    private @Nullable Void giveUp(Throwable thrown) {
        answer.fail(LlmException.of(thrown).toBuilder()
                .ref(ref)
                .attempts(context.ledger().attempts())
                .build());
        return null;
    }
}
