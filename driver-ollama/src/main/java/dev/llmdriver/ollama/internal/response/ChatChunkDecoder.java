package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ProviderData;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.LineHandler;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.ollama.internal.error.ErrorRows;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JSON objects of one answer into events: the lines of a stream, or the one object of a whole answer. Each is first looked
 * at for an error, for those come inside a 200 too, on old servers even in the first line; the last one, with {@code done:true}, may
 * hold text and tool calls like any other (wire page 8 and 11). Not thread-safe.
 */
final class ChatChunkDecoder implements LineHandler {
    private final AnswerSettings settings;
    private final Chunk chunk = new Chunk();
    private final ChunkReader reader;
    private final AnswerParts parts;
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private final @Nullable StringBuilder raw;
    private @Nullable String servedModel;
    private @Nullable String servedBy;
    private boolean sawMessage;

    /**
     * Makes a decoder of one answer.
     *
     * @param shape of whole answers; null for a stream
     */
    ChatChunkDecoder(AnswerSettings settings, @Nullable JsonShape shape) {
        this.settings = settings;
        this.reader = new ChunkReader(chunk, shape);
        this.parts = new AnswerParts(
                new ProviderData(ChatRequestCodec.DRIVER, settings.ref().model(), "{}"));
        this.raw = settings.keepRaw() ? new StringBuilder() : null;
    }

    @Override
    public void line(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (!isBlank(bytes, offset, length)) {
            int unused = first(bytes, offset, length, sink);
        }
    }

    /**
     * Takes the JSON object with which a slice begins.
     *
     * @return how many bytes it takes
     */
    int first(byte[] bytes, int offset, int most, EventSink sink) throws IOException {
        int length = reader.read(bytes, offset, most);
        keepRaw(bytes, offset, length);
        if (chunk.isError) {
            sink.fail(settings.errors()
                    .classify(ErrorFacts.builder(0)
                            .body(text(bytes, offset, length))
                            .build()));
        } else if (!chunk.hasMessage && !chunk.done) {
            String type = chunk.unknownField == null ? "unknown" : chunk.unknownField;
            sink.next(new ChatEvent.Other(type, text(bytes, offset, length)));
        } else {
            take(sink);
        }
        return length;
    }

    private void take(EventSink sink) {
        sawMessage = true;
        if (chunk.thinking != null) {
            parts.reasoning(chunk.thinking, sink);
        }
        if (chunk.content != null) {
            parts.text(chunk.content, sink);
        }
        chunk.calls.forEach(call -> parts.call(call, sink));
        logprobs.addAll(chunk.logprobs);
        servedModel = chunk.remoteModel == null ? or(servedModel, chunk.model) : chunk.remoteModel;
        servedBy = or(servedBy, chunk.remoteHost);
        if (chunk.done) {
            finish(sink);
        }
    }

    private void finish(EventSink sink) {
        String word = chunk.doneReason;
        if (word != null && FinishReasons.NO_ANSWER.contains(word)) {
            sink.fail(settings.errors()
                    .classify(ErrorFacts.builder(0)
                            .code(ErrorRows.NO_ANSWER)
                            .message("done_reason is " + word)
                            .build()));
            return;
        }
        FinishReason reason = FinishReasons.of(word, parts.hasCalls());
        StreamEnd.Builder end = StreamEnd.builder(reason)
                .usage(usage())
                .logprobs(logprobs)
                .servedModel(servedModel)
                .servedBy(servedBy)
                .rawJson(raw == null ? null : raw.toString());
        settings.window()
                .warnings(chunk.promptTokens, chunk.outputTokens, reason)
                .forEach(end::warning);
        sink.finish(end.build());
    }

    /** What is absent was nothing, or was not counted (wire page 4), so it stays absent; there is no total. */
    private @Nullable Usage usage() {
        if (chunk.promptTokens == null && chunk.outputTokens == null) {
            return null;
        }
        Usage.Builder usage = Usage.builder();
        if (chunk.promptTokens != null) {
            usage.input(chunk.promptTokens);
        }
        if (chunk.outputTokens != null) {
            usage.output(chunk.outputTokens);
        }
        return usage.build();
    }

    boolean sawMessage() {
        return sawMessage;
    }

    /** Ends the answer because no object with {@code done:true} came: the daemon aborts by simply ending (wire page 11.3). */
    static void interrupted(String why, EventSink sink) {
        sink.fail(LlmException.builder(ErrorKind.STREAM_INTERRUPTED, why).reason("no_end"));
    }

    private void keepRaw(byte[] bytes, int offset, int length) {
        if (raw != null) {
            raw.append(raw.isEmpty() ? "" : "\n").append(text(bytes, offset, length));
        }
    }

    private static boolean isBlank(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private static @Nullable String or(@Nullable String known, @Nullable String news) {
        return known == null ? news : known;
    }
}
