package dev.llmdriver.gemini.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.gemini.internal.request.ChatRequestCodec;
import dev.llmdriver.gemini.internal.response.AnswerSettings;
import dev.llmdriver.gemini.internal.response.ChatResponseCodec;
import dev.llmdriver.gemini.internal.response.ChatStreamDecoder;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.HttpChatEngine;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Chat with one model. Thread-safe. */
final class GeminiChatEngine extends HttpChatEngine {
    private final Connection connection;
    private final JsonShape shape = new JsonShape();
    private final ChatRequestCodec codec;
    private final Map<Mode, WireRequest> usual = new ConcurrentHashMap<>();

    GeminiChatEngine(Connection connection, ModelRef ref) {
        super(ref, connection.http());
        this.connection = connection;
        this.codec = new ChatRequestCodec(ref.model(), connection.settings().requests());
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        EncodedRequest encoded = codec.encode(request);
        return PreparedRequest.of(common(request, mode).withJson(encoded.body()), encoded.fates());
    }

    /** What requests have in common; of all calls without an address of their own it is made once. */
    private WireRequest common(ChatRequest request, Mode mode) {
        return request.callOptions().baseUrl().isPresent()
                ? common(connection.endpointOf(request.callOptions()), mode)
                : usual.computeIfAbsent(
                        mode, asked -> common(connection.settings().endpoint(), asked));
    }

    private WireRequest common(Endpoint endpoint, Mode mode) {
        WireRequest.Builder wire = WireRequest.post(address(endpoint, mode)).json(new byte[0]);
        if (mode == Mode.STREAM) {
            wire.accept("text/event-stream, application/json");
        }
        return wire.build();
    }

    private URI address(Endpoint endpoint, Mode mode) {
        return switch (mode) {
            case GENERATE -> endpoint.method(ref().model(), "generateContent");
            case STREAM -> URI.create(endpoint.method(ref().model(), "streamGenerateContent") + "?alt=sse");
        };
    }

    @Override
    protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {
        connection.requireKey(request.callOptions());
    }

    @Override
    protected BodyDecoder<ChatResponseBuilder> bodyDecoder(ChatRequest request) {
        return new ChatResponseCodec(answers(request), shape);
    }

    @Override
    protected StreamDecoder streamDecoder(ChatRequest request) {
        return new ChatStreamDecoder(answers(request), connection.http().maxEventBytes());
    }

    private AnswerSettings answers(ChatRequest request) {
        return new AnswerSettings(ref(), connection.errors(), request.rawResponse());
    }
}
