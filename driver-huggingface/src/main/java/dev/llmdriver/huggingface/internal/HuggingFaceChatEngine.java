package dev.llmdriver.huggingface.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.HttpChatEngine;
import dev.llmdriver.http.JsonShape;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Chat with one model. Thread-safe. */
final class HuggingFaceChatEngine extends HttpChatEngine {
    private final Connection connection;
    private final JsonShape shape = new JsonShape();
    private final ThinkMode think;
    private final Map<Mode, Route> usual = new ConcurrentHashMap<>();

    HuggingFaceChatEngine(Connection connection, ModelRef ref) {
        super(ref, connection.http());
        this.connection = connection;
        this.think = connection.settings().think();
    }

    /** Where requests go, what they have in common, and what writes the rest. */
    private record Route(Endpoint target, WireRequest common, ChatRequestCodec codec) {}

    /** The first call makes the one of all calls without an address of their own: it may find the model's name out of place. */
    private Route route(ChatRequest request, Mode mode) {
        return request.callOptions().baseUrl().isPresent()
                ? route(target(request), mode)
                : usual.computeIfAbsent(mode, asked -> route(connection.endpoint(), asked));
    }

    private Route route(Endpoint target, Mode mode) {
        ModelName model = connection.resolver().model(target, ref().model());
        return new Route(target, common(target, target.chat(model), mode), new ChatRequestCodec(target, model));
    }

    private WireRequest common(Endpoint target, URI chat, Mode mode) {
        WireRequest.Builder wire = connection
                .post(target, chat, new byte[0])
                .accept(mode == Mode.STREAM ? "text/event-stream, application/json" : "application/json");
        if (mode == Mode.STREAM && target.closesAfterStreams()) {
            wire.header("Connection", "close");
        }
        return wire.build();
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        Route route = route(request, mode);
        Endpoint target = route.target();
        EncodedRequest encoded = target.dialect() == Dialect.CUSTOM_INPUTS
                ? InputsRequestCodec.encode(request, mode)
                : route.codec().encode(request, mode);
        return new PreparedRequest(route.common().withJson(encoded.body()), fates(encoded, target), target.warnings());
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
                : new ChatResponseCodec(answers(request), shape);
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
