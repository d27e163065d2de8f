package dev.llmdriver.ollama.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.NdjsonDecoder;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.StreamEnd;
import java.io.IOException;

/** Reads the lines of a download (wire page 5): each becomes an event of a stream, which ends with the status {@code success}. */
public final class PullDecoder implements StreamDecoder {
    static final String EVENT = "pull";

    private final ErrorClassifier errors;
    private final NdjsonDecoder lines;

    /** Makes a decoder for one download. */
    public PullDecoder(ErrorClassifier errors, int maxEventBytes) {
        this.errors = errors;
        this.lines = new NdjsonDecoder(this::line, maxEventBytes);
    }

    /** Every body is read as lines, for proxies name its type wrongly. */
    @Override
    public boolean readsType(String contentType) {
        return !contentType.equals("text/html");
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        lines.data(bytes, offset, length, sink);
    }

    private void line(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (sink.isDone()) {
            return;
        }
        String text = new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8);
        JsonNode line = Json.tree(text);
        if (line.hasNonNull("error")) {
            sink.fail(errors.classify(ErrorFacts.builder(0).body(text).build()));
            return;
        }
        sink.next(new ChatEvent.Other(EVENT, text));
        if (line.path("status").asText("").equals("success")) {
            sink.finish(StreamEnd.of(new FinishReason(FinishReason.Kind.STOP, "success")));
        }
    }

    @Override
    public void end(EventSink sink) {
        try {
            lines.end(sink);
        } catch (IOException cut) {
            interrupted(sink);
        }
        if (!sink.isDone()) {
            interrupted(sink);
        }
    }

    private static void interrupted(EventSink sink) {
        sink.fail(LlmException.builder(
                        ErrorKind.STREAM_INTERRUPTED, "the download broke off; start it again, it goes on where it was")
                .reason("no_end"));
    }
}
