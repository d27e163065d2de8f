package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.internal.FailedPublisher;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Chat with one model over HTTP: a driver says how a request is written and how answers are read; this class sends, refuses strict
 * requests that would lose a field, hands warnings on, names the model in errors, and explains. Thread-safe if the driver's methods are,
 * which run on the caller's thread (a stream's decoder is made on an event loop) and must not block.
 *
 * <p>What the driver's methods throw fails the call before anything is sent: an {@link LlmException} as it is, anything else as
 * {@code malformed_response} with the reason {@code internal}.
 */
public abstract class HttpChatEngine implements ChatEngine {
    private final ModelRef ref;
    private final ProviderEndpoint endpoint;

    /**
     * Makes an engine.
     *
     * @param ref the provider's configured name and the model
     * @param endpoint the way there, shared by all models of the provider
     */
    protected HttpChatEngine(ModelRef ref, ProviderEndpoint endpoint) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * Writes a request.
     *
     * @param request what is asked
     * @param mode whole or streamed
     * @return what would be sent, each field's fate, and warnings
     * @throws LlmException if the request has something that cannot be sent: {@code invalid_request} or {@code unsupported}
     */
    protected abstract PreparedRequest prepare(ChatRequest request, Mode mode);

    /**
     * Looks once more before a request is sent; not called by {@link #explain}. By default nothing is refused.
     *
     * @param prepared what is about to be sent
     * @param request what is asked
     * @throws LlmException if it must not be sent, such as without a key where nobody is answered without one
     */
    protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {}

    /**
     * Says how the whole answer to a request is read. By default as a stream of the same bytes is, for providers whose whole answers are
     * the events of a stream, sent at once.
     *
     * @param request what is asked
     * @return the decoder
     */
    protected BodyDecoder<ChatResponseBuilder> bodyDecoder(ChatRequest request) {
        return response -> AnswerCollector.collect(streamDecoder(request), response, ref);
    }

    /**
     * Says how the streamed answer to a request is read.
     *
     * @param request what is asked
     * @return a fresh decoder; it keeps {@link ProviderEndpoint#maxEventBytes()}
     */
    protected abstract StreamDecoder streamDecoder(ChatRequest request);

    @Override
    public final ModelRef ref() {
        return ref;
    }

    @Override
    public final CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        try {
            PreparedRequest ready = named(() -> toSend(request, Mode.GENERATE));
            BodyDecoder<ChatResponseBuilder> decoder = named(() -> bodyDecoder(request));
            return endpoint.generate(ready.wire(), exchange(request, call, ready), decoder);
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(withAttempts(refused, call));
        }
    }

    @Override
    public final Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        try {
            PreparedRequest ready = named(() -> toSend(request, Mode.STREAM));
            return endpoint.stream(ready.wire(), exchange(request, call, ready), () -> streamDecoder(request));
        } catch (LlmException refused) {
            return new FailedPublisher(withAttempts(refused, call));
        }
    }

    @Override
    public final Explanation explain(ChatRequest request, Mode mode) {
        PreparedRequest prepared = named(() -> prepareChecked(request, mode));
        return endpoint.explain(prepared.wire(), request.callOptions(), prepared.fates());
    }

    private PreparedRequest toSend(ChatRequest request, Mode mode) {
        PreparedRequest prepared = prepareChecked(request, mode);
        checkBeforeSending(prepared, request);
        return prepared;
    }

    private PreparedRequest prepareChecked(ChatRequest request, Mode mode) {
        PreparedRequest prepared = prepare(request, mode);
        if (request.strict()) {
            Fates.refuseDropped(prepared.fates());
        }
        return prepared;
    }

    private Exchange exchange(ChatRequest request, CallContext call, PreparedRequest ready) {
        return Exchange.of(ref, request, call, ready.allWarnings());
    }

    private static LlmException withAttempts(LlmException refused, CallContext call) {
        return refused.toBuilder().attempts(call.ledger().attempts()).build();
    }

    private <T> T named(Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException thrown) {
            throw LlmException.of(thrown).toBuilder().ref(ref).build();
        }
    }
}
