package dev.llmdriver.http;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.spi.ChatEngine;

/**
 * What engines do for every call, without a connection. It stands in this package to reach their protected methods, which
 * works on the class path only.
 */
public final class HotPath {
    private HotPath() {}

    /** {@return a decoder for one stream} */
    public static StreamDecoder decoder(ChatModel model, ChatRequest request) {
        return engine(model).streamDecoder(request);
    }

    /** {@return a request's body} */
    public static byte[] encode(ChatModel model, ChatRequest request) {
        return engine(model).prepare(request, Mode.STREAM).wire().body();
    }

    private static HttpChatEngine engine(ChatModel model) {
        return (HttpChatEngine) model.unwrap(ChatEngine.class).orElseThrow();
    }
}
