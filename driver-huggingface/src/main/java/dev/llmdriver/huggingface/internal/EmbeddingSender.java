package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.EmbeddingBatches;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRequestCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRoute;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingsRoute;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends the parts of one call, which come one after the other; the first may find that the endpoint takes another form. */
final class EmbeddingSender implements EmbeddingBatches.Sender {
    private final Connection connection;
    private final ModelRef ref;
    private final Endpoint target;
    private final EmbeddingRequest request;
    private volatile EmbeddingRoute route;

    EmbeddingSender(
            Connection connection, ModelRef ref, Endpoint target, EmbeddingRequest request, EmbeddingRoute route) {
        this.connection = connection;
        this.ref = ref;
        this.target = target;
        this.request = request;
        this.route = route;
    }

    @Override
    public CompletableFuture<Vectors> send(List<String> texts, CallContext call) {
        return mayBeTei() ? new Probe(texts, call).begin() : sendNow(texts, call);
    }

    private CompletableFuture<Vectors> sendNow(List<String> texts, CallContext call) {
        EmbeddingRoute to = route;
        String model = connection.resolver().model(target, ref.model()).wire();
        EncodedRequest encoded = EmbeddingRequestCodec.encode(request, texts, to.form(), model);
        WireRequest wire = connection.post(target, to.address(), encoded.body()).build();
        return connection
                .http()
                .exchange(
                        wire,
                        Exchange.of(ref, request, call, List.of()),
                        new AnswerOrError<>(new EmbeddingCodec(texts.size()), connection.errors()))
                .thenApply(vectors -> vectors.withWarnings(Fates.warnings(encoded.fates())));
    }

    /** Nobody said which engine the endpoint has. */
    private boolean mayBeTei() {
        return target.kind() == EndpointKind.DEDICATED
                && connection.settings().embeddings() == EmbeddingsRoute.AUTO
                && route.form() == EmbeddingRoute.Form.OPENAI;
    }

    /** A part that is sent once more, in the form of an older TEI, where there is no {@code /v1/embeddings}. */
    private final class Probe {
        private final List<String> texts;
        private final CallContext call;
        private final CallFuture<Vectors> answer = CallFuture.create(this::cancel);
        private volatile @Nullable CompletableFuture<Vectors> sent;

        Probe(List<String> texts, CallContext call) {
            this.texts = texts;
            this.call = call;
        }

        CompletableFuture<Vectors> begin() {
            await(sendNow(texts, call)).exceptionally(this::another);
            return answer;
        }

        private CompletableFuture<Void> await(CompletableFuture<Vectors> under) {
            sent = under;
            if (answer.isDone()) {
                under.cancel(true); // cancelled between the sending and here
            }
            return under.thenAccept(answer::complete);
        }

        /** An engine that knows the route says which model it lacks, and would not know it elsewhere. */
        private @Nullable Void another(Throwable failure) {
            boolean lacksModel = LlmException.of(failure).kind() == ErrorKind.MODEL_NOT_FOUND;
            if (answer.isDone() || lacksModel || !lacksRoute(failure)) {
                return giveUp(failure);
            }
            try {
                route = EmbeddingRoute.tei(target);
                CallContext retry = call.with(CallContext.PURPOSE, Attempt.Purpose.RETRY);
                await(sendNow(texts, retry)).exceptionally(second -> giveUp(lacksRoute(second) ? failure : second));
            } catch (LlmException refused) {
                giveUp(refused);
            }
            return null;
        }

        private static boolean lacksRoute(Throwable failure) {
            int status = LlmException.of(failure).status().orElse(0);
            return status == 404 || status == 405;
        }

        private @Nullable Void giveUp(Throwable failure) {
            answer.fail(failure);
            return null;
        }

        private void cancel() {
            CompletableFuture<Vectors> open = sent;
            if (open != null) {
                open.cancel(true);
            }
        }
    }
}
