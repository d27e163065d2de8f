package dev.llmdriver.huggingface.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Warning;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.huggingface.internal.inputs.InputsRequestCodec;
import dev.llmdriver.huggingface.internal.inputs.InputsResponseCodec;
import dev.llmdriver.huggingface.internal.inputs.TokenStreamDecoder;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import dev.llmdriver.huggingface.internal.request.EncodedRequest;
import dev.llmdriver.huggingface.internal.request.Fates;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatResponseCodec;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Chat with one model. Thread-safe. */
final class HuggingFaceChatEngine implements ChatEngine {
    private final Connection connection;
    private final ModelRef ref;

    HuggingFaceChatEngine(Connection connection, ModelRef ref) {
        this.connection = connection;
        this.ref = ref;
    }

    /** A request ready to be sent, and what is told of it. */
    private record Prepared(Endpoint target, WireRequest wire, List<FieldFate> fates, List<Warning> warnings) {}

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Prepared prepared;
        try {
            prepared = toSend(request, Mode.GENERATE);
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(named(refused));
        }
        AnswerSettings settings = answers(request);
        BodyDecoder<ChatResponseBuilder> decoder =
                isInputs(prepared) ? new InputsResponseCodec(settings) : new ChatResponseCodec(settings);
        return connection.http().generate(prepared.wire(), exchange(request, call, prepared), decoder);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        Prepared prepared;
        try {
            prepared = toSend(request, Mode.STREAM);
        } catch (LlmException refused) {
            return new FailedPublisher(named(refused));
        }
        AnswerSettings settings = answers(request);
        return connection.http().stream(
                prepared.wire(), exchange(request, call, prepared), () -> decoder(isInputs(prepared), settings));
    }

    private StreamDecoder decoder(boolean inputs, AnswerSettings settings) {
        int bound = connection.http().maxEventBytes();
        return inputs ? new TokenStreamDecoder(settings, bound) : new ChatStreamDecoder(settings, bound);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        Prepared prepared = prepare(request, mode);
        List<FieldFate> fates = new ArrayList<>(prepared.fates());
        prepared.target()
                .warnings()
                .forEach(warning -> fates.add(new FieldFate("endpoint", FieldFate.Fate.RENAMED, warning.message())));
        return connection.http().explain(prepared.wire(), fates);
    }

    private Prepared toSend(ChatRequest request, Mode mode) {
        Prepared prepared = prepare(request, mode);
        if (request.strict()) {
            Fates.refuseDropped(prepared.fates());
        }
        connection.requireToken(prepared.target(), request.callOptions());
        return prepared;
    }

    private Prepared prepare(ChatRequest request, Mode mode) {
        Endpoint target = connection.endpointOf(request.callOptions());
        ModelName model = connection.resolver().model(target, ref.model());
        EncodedRequest encoded = target.dialect() == Dialect.CUSTOM_INPUTS
                ? InputsRequestCodec.encode(request, mode)
                : new ChatRequestCodec(target, model).encode(request, mode);
        WireRequest.Builder wire = connection
                .post(target, target.chat(model), encoded.body())
                .accept(mode == Mode.STREAM ? "text/event-stream, application/json" : "application/json");
        if (mode == Mode.STREAM && target.closesAfterStreams()) {
            wire.header("Connection", "close");
        }
        List<Warning> warnings = new ArrayList<>(target.warnings());
        warnings.addAll(Fates.warnings(encoded.fates()));
        return new Prepared(target, wire.build(), encoded.fates(), warnings);
    }

    private Exchange exchange(ChatRequest request, CallContext call, Prepared prepared) {
        return Exchange.of(ref, request, call, prepared.warnings());
    }

    private AnswerSettings answers(ChatRequest request) {
        return AnswerSettings.of(ref, connection.settings().think(), connection.errors(), request.rawResponse());
    }

    private static boolean isInputs(Prepared prepared) {
        return prepared.target().dialect() == Dialect.CUSTOM_INPUTS;
    }

    private LlmException named(LlmException error) {
        return error.toBuilder().ref(ref).build();
    }
}
