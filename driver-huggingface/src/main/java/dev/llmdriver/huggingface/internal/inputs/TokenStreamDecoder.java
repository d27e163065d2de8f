package dev.llmdriver.huggingface.internal.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.SseHandler;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads TGI's task stream: events {@code {"token":{"text","special"},"generated_text","details"}}, complete with the one that has
 * {@code generated_text} or {@code details}, without {@code [DONE]} (wire page 6). A handler that does not stream answers whole.
 */
public final class TokenStreamDecoder implements StreamDecoder, SseHandler {
    private final AnswerSettings settings;
    private final SseDecoder sse;
    private final StringBuilder raw = new StringBuilder();
    private boolean sawText;

    /** Makes a decoder for one answer. */
    public TokenStreamDecoder(AnswerSettings settings, int maxEventBytes) {
        this.settings = settings;
        this.sse = new SseDecoder(this, maxEventBytes);
    }

    @Override
    public boolean readsType(String contentType) {
        return contentType.isEmpty() || contentType.equals("text/event-stream");
    }

    @Override
    public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
        return Optional.of(new InputsResponseCodec(settings));
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        sse.data(bytes, offset, length, sink);
    }

    @Override
    public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (sink.isDone() || text.isBlank() || text.strip().equals("[DONE]")) {
            return;
        }
        JsonNode event = Json.tree(text);
        if (settings.keepRaw()) {
            raw.append(raw.isEmpty() ? "" : "\n").append(text);
        }
        if (event.hasNonNull("error")) {
            sink.fail(
                    settings.errors().classify(ErrorFacts.builder(0).body(text).build()));
        } else if (event.has("token") || event.has("generated_text") || event.has("details")) {
            token(event, sink);
        } else {
            sink.next(new ChatEvent.Other(type.isEmpty() ? "unknown" : type, text));
        }
    }

    private void token(JsonNode event, EventSink sink) {
        JsonNode token = event.path("token");
        if (!token.path("special").asBoolean()) {
            text(token.path("text").asText(""), sink);
        }
        boolean last = event.hasNonNull("generated_text") || event.hasNonNull("details");
        if (last) {
            if (!sawText) {
                text(event.path("generated_text").asText(""), sink);
            }
            JsonNode details = event.path("details");
            sink.finish(StreamEnd.builder(FreeForm.finishReason(details))
                    .usage(FreeForm.usage(details).orElse(null))
                    .rawJson(settings.keepRaw() ? raw.toString() : null)
                    .build());
        }
    }

    private void text(String text, EventSink sink) {
        if (!text.isEmpty()) {
            sawText = true;
            sink.next(new ChatEvent.TextDelta(0, text));
        }
    }

    @Override
    public void end(EventSink sink) {
        try {
            sse.end(sink);
        } catch (IOException cut) {
            interrupted("the stream broke off in the middle of an event; ask again", sink);
        }
        if (!sink.isDone()) {
            interrupted("the stream broke off: its last event did not come; ask again", sink);
        }
    }

    private static void interrupted(String why, EventSink sink) {
        sink.fail(LlmException.builder(ErrorKind.STREAM_INTERRUPTED, why).reason("no_end"));
    }
}
