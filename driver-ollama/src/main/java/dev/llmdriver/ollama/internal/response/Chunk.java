package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one JSON object of an answer says. Used again for each, so that reading a stream makes no garbage of it. */
final class Chunk {
    boolean isError;
    boolean hasMessage;
    boolean done;

    @Nullable
    String thinking;

    @Nullable
    String content;

    @Nullable
    String doneReason;

    @Nullable
    String model;

    @Nullable
    String remoteModel;

    @Nullable
    String remoteHost;

    @Nullable
    Long promptTokens;

    @Nullable
    Long outputTokens;

    @Nullable
    String unknownField;

    final List<WireCall> calls = new ArrayList<>();
    final List<TokenLogprob> logprobs = new ArrayList<>();

    /**
     * A tool call as it came.
     *
     * @param id empty where the server sends none
     * @param name of the function
     * @param arguments JSON text as the model wrote it
     */
    record WireCall(String id, String name, String arguments) {}

    void clear() {
        isError = false;
        hasMessage = false;
        done = false;
        thinking = null;
        content = null;
        doneReason = null;
        model = null;
        remoteModel = null;
        remoteHost = null;
        promptTokens = null;
        outputTokens = null;
        unknownField = null;
        calls.clear();
        logprobs.clear();
    }
}
