package dev.llmdriver.ollama.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Warning;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.HttpChatEngine;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import dev.llmdriver.ollama.internal.request.Extras;
import dev.llmdriver.ollama.internal.response.AnswerSettings;
import dev.llmdriver.ollama.internal.response.ChatResponseCodec;
import dev.llmdriver.ollama.internal.response.ChatStreamDecoder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Chat with one model by {@code /api/chat}. Thread-safe. */
final class OllamaChatEngine extends HttpChatEngine {
    private static final String PATH = "/api/chat";

    private final Connection connection;
    private final JsonShape shape = new JsonShape();
    private final ChatRequestCodec codec;
    private final Map<Mode, WireRequest> usual;

    OllamaChatEngine(Connection connection, ModelRef ref) {
        super(ref, connection.http());
        this.connection = connection;
        this.codec = new ChatRequestCodec(ref.model(), connection.settings().defaults());
        URI usual = connection.at(PATH);
        this.usual = Map.of(Mode.GENERATE, common(usual, Mode.GENERATE), Mode.STREAM, common(usual, Mode.STREAM));
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        List<Warning> warnings = Extras.check(request.extras(ChatRequestCodec.DRIVER));
        EncodedRequest encoded = codec.encode(request, mode, connection.known().capabilities(ref().model()));
        WireRequest common = request.callOptions().baseUrl().isPresent()
                ? common(connection.settings().addressOf(request.callOptions()).at(PATH), mode)
                : Objects.requireNonNull(usual.get(mode));
        return new PreparedRequest(common.withJson(encoded.body()), encoded.fates(), warnings);
    }

    /** {@return what requests to an address have in common} */
    private static WireRequest common(URI target, Mode mode) {
        return WireRequest.post(target)
                .json(new byte[0])
                .accept(mode == Mode.STREAM ? "application/x-ndjson, application/json" : "application/json")
                .build();
    }

    @Override
    protected void checkBeforeSending(PreparedRequest prepared, ChatRequest request) {
        connection.requireKey(prepared.wire().uri(), request.callOptions());
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
        return new AnswerSettings(
                ref(),
                connection.errors(),
                request.rawResponse(),
                PromptFacts.of(
                        request,
                        connection.settings().defaults(),
                        connection.known().window(ref().model())));
    }
}
