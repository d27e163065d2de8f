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
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import java.net.URI;

/** Chat with one model. Thread-safe. */
final class GeminiChatEngine extends HttpChatEngine {
    private final Connection connection;
    private final ChatRequestCodec codec;

    GeminiChatEngine(Connection connection, ModelRef ref) {
        super(ref, connection.http());
        this.connection = connection;
        this.codec = new ChatRequestCodec(ref.model(), connection.settings().requests());
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        EncodedRequest encoded = codec.encode(request);
        Endpoint endpoint = connection.endpointOf(request.callOptions());
        WireRequest.Builder wire = switch (mode) {
            case GENERATE -> WireRequest.post(endpoint.method(ref().model(), "generateContent"));
            case STREAM ->
                WireRequest.post(events(endpoint.method(ref().model(), "streamGenerateContent")))
                        .accept("text/event-stream, application/json");
        };
        return PreparedRequest.of(wire.json(encoded.body()).build(), encoded.fates());
    }

    private static URI events(URI address) {
        return URI.create(address + "?alt=sse");
    }

    @Override
    protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {
        connection.requireKey(request.callOptions());
    }

    @Override
    protected BodyDecoder<ChatResponseBuilder> bodyDecoder(ChatRequest request) {
        return new ChatResponseCodec(answers(request));
    }

    @Override
    protected StreamDecoder streamDecoder(ChatRequest request) {
        return new ChatStreamDecoder(answers(request), connection.http().maxEventBytes());
    }

    private AnswerSettings answers(ChatRequest request) {
        return new AnswerSettings(ref(), connection.errors(), request.rawResponse());
    }
}
