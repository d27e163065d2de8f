package dev.llmdriver.huggingface.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.HttpChatEngine;
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.huggingface.internal.inputs.InputsRequestCodec;
import dev.llmdriver.huggingface.internal.inputs.InputsResponseCodec;
import dev.llmdriver.huggingface.internal.inputs.TokenStreamDecoder;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatResponseCodec;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat with one model. Thread-safe. */
final class HuggingFaceChatEngine extends HttpChatEngine {
    private final Connection connection;
    private final ThinkMode think;
    private volatile @Nullable Route usual;

    HuggingFaceChatEngine(Connection connection, ModelRef ref) {
        super(ref, connection.http());
        this.connection = connection;
        this.think = connection.settings().think();
    }

    /** Where requests go, and what writes them there. */
    private record Route(Endpoint target, URI chat, ChatRequestCodec codec) {}

    /** The first call makes the one of all calls without an address of their own: it may find the model's name out of place. */
    private Route route(ChatRequest request) {
        if (request.callOptions().baseUrl().isPresent()) {
            return route(target(request));
        }
        Route known = usual;
        if (known == null) {
            known = route(connection.endpoint());
            usual = known;
        }
        return known;
    }

    private Route route(Endpoint target) {
        ModelName model = connection.resolver().model(target, ref().model());
        return new Route(target, target.chat(model), new ChatRequestCodec(target, model));
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        Route route = route(request);
        Endpoint target = route.target();
        EncodedRequest encoded = target.dialect() == Dialect.CUSTOM_INPUTS
                ? InputsRequestCodec.encode(request, mode)
                : route.codec().encode(request, mode);
        WireRequest.Builder wire = connection
                .post(target, route.chat(), encoded.body())
                .accept(mode == Mode.STREAM ? "text/event-stream, application/json" : "application/json");
        if (mode == Mode.STREAM && target.closesAfterStreams()) {
            wire.header("Connection", "close");
        }
        return new PreparedRequest(wire.build(), fates(encoded, target), target.warnings());
    }

    private static List<FieldFate> fates(EncodedRequest encoded, Endpoint target) {
        if (target.warnings().isEmpty()) {
            return encoded.fates();
        }
        List<FieldFate> fates = new ArrayList<>(encoded.fates());
        target.warnings()
                .forEach(warning -> fates.add(new FieldFate("endpoint", FieldFate.Fate.RENAMED, warning.message())));
        return fates;
    }

    @Override
    protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {
        connection.requireToken(target(request), request.callOptions());
    }

    @Override
    protected BodyDecoder<ChatResponseBuilder> bodyDecoder(ChatRequest request) {
        return takesInputs(request)
                ? new InputsResponseCodec(answers(request))
                : new ChatResponseCodec(answers(request));
    }

    @Override
    protected StreamDecoder streamDecoder(ChatRequest request) {
        int bound = connection.http().maxEventBytes();
        return takesInputs(request)
                ? new TokenStreamDecoder(answers(request), bound)
                : new ChatStreamDecoder(answers(request), bound);
    }

    private Endpoint target(ChatRequest request) {
        return connection.endpointOf(request.callOptions());
    }

    private boolean takesInputs(ChatRequest request) {
        return target(request).dialect() == Dialect.CUSTOM_INPUTS;
    }

    private AnswerSettings answers(ChatRequest request) {
        return AnswerSettings.of(ref(), think, connection.errors(), request.rawResponse());
    }
}
