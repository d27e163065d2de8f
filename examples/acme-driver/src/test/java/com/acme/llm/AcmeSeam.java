package com.acme.llm;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.http.HttpChatEngine;
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.spi.ChatEngine;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Acme's engine, open where tests of the kit put defects in: between it and the wire. */
public final class AcmeSeam extends HttpChatEngine {
    private final AcmeEngine engine;
    private final BiFunction<ChatRequest, PreparedRequest, PreparedRequest> sent;
    private final UnaryOperator<StreamDecoder> read;

    private AcmeSeam(
            AcmeProvider provider,
            ModelRef ref,
            BiFunction<ChatRequest, PreparedRequest, PreparedRequest> sent,
            UnaryOperator<StreamDecoder> read) {
        super(ref, provider.endpoint());
        this.engine = new AcmeEngine(provider, ref);
        this.sent = sent;
        this.read = read;
    }

    /** {@return an engine that sends other requests than Acme's own} */
    public static ChatEngine sending(
            LlmProvider acme, ModelRef ref, BiFunction<ChatRequest, PreparedRequest, PreparedRequest> sent) {
        return new AcmeSeam((AcmeProvider) acme, ref, sent, decoder -> decoder);
    }

    /** {@return an engine that reads answers otherwise than Acme's own} */
    public static ChatEngine reading(LlmProvider acme, ModelRef ref, UnaryOperator<StreamDecoder> read) {
        return new AcmeSeam((AcmeProvider) acme, ref, (request, prepared) -> prepared, read);
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        return sent.apply(request, engine.prepare(request, mode));
    }

    @Override
    protected StreamDecoder streamDecoder(ChatRequest request) {
        return read.apply(engine.streamDecoder(request));
    }
}
