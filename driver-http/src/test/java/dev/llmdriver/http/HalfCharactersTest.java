package dev.llmdriver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A character that a server splits into two chunks, as JSON lets it, is whole in the events. */
class HalfCharactersTest extends EndpointTest {
    private static final String HIGH = "\\ud83d";
    private static final String LOW = "\\ude00";

    /** Texts of two parts: {@code [0,"text"]}; {@code "end"} ends, {@code "?"} is no text. */
    private static final class Texts extends JsonStreamDecoder {
        Texts() {
            super(Framing.SSE, 1000, false);
        }

        @Override
        protected void event(JsonNode json, EventSink sink) throws IOException {
            if (json.asText().equals("end")) {
                sink.finish(StreamEnd.of(new FinishReason(FinishReason.Kind.STOP, "stop")));
            } else if (json.asText().equals("?")) {
                throw new IOException("a question mark");
            } else if (json.asText().equals("other")) {
                sink.next(new ChatEvent.Other("other", "{}"));
            } else if (json.path(0).asInt() == 0) {
                sink.next(new ChatEvent.ReasoningDelta(0, json.path(1).asText()));
            } else {
                sink.next(new ChatEvent.TextDelta(
                        json.path(0).asInt(), json.path(1).asText()));
            }
        }
    }

    private Recorder recorded(String... events) {
        ReplyBuilder reply = Reply.sse();
        for (String event : events) {
            reply.event(event);
        }
        twin.enqueue(reply.build());
        return Recorder.all(endpoint.stream(post("/chat"), exchange(), Texts::new));
    }

    private static List<String> pieces(Recorder recorder) {
        return recorder.events().stream()
                .filter(event -> event instanceof ChatEvent.TextDelta || event instanceof ChatEvent.ReasoningDelta)
                .map(event -> event instanceof ChatEvent.TextDelta text
                        ? text.index() + " " + text.text()
                        : "0 " + ((ChatEvent.ReasoningDelta) event).text())
                .toList();
    }

    @Test
    void halvesAreJoined() throws Exception {
        Recorder recorder = recorded(
                "[1,\"a" + HIGH + "\"]",
                "[1,\"" + LOW + "b\"]",
                "[1,\"" + HIGH + "\"]",
                "[1,\"" + LOW + HIGH + "\"]",
                "[1,\"" + LOW + "\"]",
                "\"end\"");
        assertThat(recorder.response().text()).isEqualTo("a😀b😀😀");
        assertThat(pieces(recorder)).containsExactly("1 a", "1 😀b", "1 😀", "1 😀");
        assertThat(pieces(recorder).stream()
                        .map(piece -> new String(piece.substring(2).getBytes(UTF_8), UTF_8))
                        .collect(Collectors.joining()))
                .isEqualTo(recorder.response().text());
    }

    @Test
    void aHalfThatStaysOneIsNotLost() throws Exception {
        String high = "\ud83d";
        Recorder recorder = recorded(
                "[0,\"" + HIGH + "\"]",
                "[1,\"x" + HIGH + "\"]",
                "\"other\"",
                "[1,\"y\"]",
                "[2,\"" + HIGH + "\"]",
                "\"end\"");
        assertThat(recorder.response().text()).isEqualTo("x" + high + "y" + high);
        assertThat(pieces(recorder)).containsExactly("0 " + high, "1 x", "1 " + high, "1 y", "2 " + high);
    }

    @Test
    void aHalfBeforeAnErrorBelongsToThePartialAnswer() throws Exception {
        assertThat(recorded("[1,\"x" + HIGH + "\"]", "\"?\"")
                        .error()
                        .partial()
                        .orElseThrow()
                        .text())
                .isEqualTo("x\ud83d");
    }
}
