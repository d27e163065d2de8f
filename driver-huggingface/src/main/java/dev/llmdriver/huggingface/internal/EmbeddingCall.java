package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRequestCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRoute;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingsRoute;
import dev.llmdriver.huggingface.internal.embedding.Vectors;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.request.EncodedRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call: texts go in batches of 32, the most that Text Embeddings Inference takes by default, one batch after the other, each an
 * attempt.
 */
final class EmbeddingCall {
    private static final int BATCH = 32;

    private final Connection connection;
    private final ModelRef ref;
    private final Endpoint target;
    private final EmbeddingRequest request;
    private final CallContext context;
    private final Batches batches;
    private final CallFuture<EmbeddingResponse> answer = CallFuture.create(this::cancel);
    private volatile @Nullable CompletableFuture<Vectors> sent;
    private Attempt.@Nullable Purpose purpose;

    EmbeddingCall(Connection connection, ModelRef ref, Endpoint target, EmbeddingRequest request, CallContext context) {
        this.connection = connection;
        this.ref = ref;
        this.target = target;
        this.request = request;
        this.context = context;
        this.batches = new Batches(ref, request, BATCH);
        this.purpose = usualPurpose();
    }

    private Attempt.@Nullable Purpose usualPurpose() {
        return batches.isSplit() ? Attempt.Purpose.PART : null;
    }

    CompletableFuture<EmbeddingResponse> start(EmbeddingRoute route) {
        next(route);
        return answer;
    }

    private void cancel() {
        CompletableFuture<Vectors> open = sent;
        if (open != null) {
            open.cancel(true);
        }
    }

    private void next(EmbeddingRoute route) {
        if (answer.isDone()) {
            return;
        }
        if (batches.isComplete()) {
            answer.complete(batches.response(context));
            return;
        }
        CompletableFuture<Vectors> part = send(route);
        sent = part;
        if (answer.isDone()) {
            part.cancel(true); // cancelled between the look above and the sending
        }
        CompletableFuture<Void> unused =
                part.handle((vectors, failure) -> goOn(route, vectors, failure)).exceptionally(this::giveUp);
    }

    private @Nullable Void goOn(EmbeddingRoute route, @Nullable Vectors vectors, @Nullable Throwable failure) {
        if (vectors != null) {
            batches.add(vectors);
            purpose = usualPurpose();
            next(route);
        } else if (failure != null && mayBeTei(route, LlmException.of(failure))) {
            purpose = Attempt.Purpose.RETRY;
            next(EmbeddingRoute.tei(target));
        } else if (failure != null) {
            answer.fail(failure);
        }
        return null;
    }

    /** What is thrown while the next part is sent must end the call, or nobody would hear of it before the deadline. */
    private @Nullable Void giveUp(Throwable thrown) {
        answer.fail(thrown);
        return null;
    }

    private CompletableFuture<Vectors> send(EmbeddingRoute route) {
        List<String> texts = batches.next();
        String model = connection.resolver().model(target, ref.model()).wire();
        EncodedRequest encoded = EmbeddingRequestCodec.encode(request, texts, route.form(), model);
        batches.fates(encoded.fates());
        WireRequest wire =
                connection.post(target, route.address(), encoded.body()).build();
        Exchange exchange = Exchange.of(ref, request, withPurpose(), List.of());
        return connection.http().exchange(wire, exchange, new EmbeddingCodec(texts.size()));
    }

    private CallContext withPurpose() {
        return purpose == null ? context : context.with(CallContext.PURPOSE, purpose);
    }

    /** Nobody said which engine the endpoint has, and it has no {@code /v1/embeddings}: it may be an older TEI. */
    private boolean mayBeTei(EmbeddingRoute route, LlmException failure) {
        int status = failure.status().orElse(0);
        return target.kind() == EndpointKind.DEDICATED
                && connection.settings().embeddings() == EmbeddingsRoute.AUTO
                && route.form() == EmbeddingRoute.Form.OPENAI
                && (status == 404 || status == 405);
    }
}
