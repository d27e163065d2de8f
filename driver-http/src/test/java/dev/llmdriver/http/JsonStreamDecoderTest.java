package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.http.JsonStreamDecoder.Framing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Events of JSON, and the parts that they make. */
class JsonStreamDecoderTest {
    private static final ToolCall CALL = ToolCall.of("1", "f", "{}");

    private static final class Decoder extends JsonStreamDecoder {
        private final PartEvents parts = new PartEvents();

        Decoder(Framing framing, boolean keepRaw) {
            super(framing, 100, keepRaw);
        }

        @Override
        protected void event(JsonNode json, EventSink sink) {
            parts.text(json.path("t").asText(), sink);
            parts.reasoning(json.path("r").asText(), sink);
            if (json.has("c")) {
                parts.call(CALL, sink);
            }
            if (json.has("end")) {
                FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
                sink.finish(StreamEnd.builder(stop).rawJson(raw()).build());
            }
        }
    }

    @Test
    void partsAreNumberedByKindAndEachCallIsOne() throws IOException {
        Message message = read(
                        Framing.NDJSON,
                        "{\"r\":\"so\"}\n{\"t\":\"\"}\n{\"t\":\"a\"}\n{\"t\":\"b\"}\n{\"c\":1}\n{\"c\":2}\n{\"t\":\"c\",\"end\":1}")
                .message();
        assertThat(message)
                .isEqualTo(Message.of(Role.ASSISTANT, Reasoning.of("so"), Text.of("ab"), CALL, CALL, Text.of("c")));
    }

    @Test
    void bothFramingsAreReadAndKeptRaw() throws IOException {
        String raw = "{\"t\":\"a\"}\n{\"end\":1}";
        assertThat(read(Framing.NDJSON, raw).rawJson()).contains(raw);
        assertThat(read(Framing.SSE, "data: {\"t\":\"a\"}\n\ndata: {\"end\":1}\n\n")
                        .rawJson())
                .contains(raw);
    }

    @Test
    void whatIsNoJsonOrHasNoEndCannotBeRead() {
        assertThatThrownBy(() -> read(Framing.NDJSON, "{\"t\":")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(Framing.SSE, "data: {\"t\":\"a\"}\n\n")).isInstanceOf(IOException.class);
    }

    @Test
    void linesAreReadWhateverSortOfJsonTheyAreCalled() {
        assertThat(new Decoder(Framing.NDJSON, false).readsType("application/json"))
                .isTrue();
        assertThat(new Decoder(Framing.SSE, false).readsType("application/json"))
                .isFalse();
        assertThat(new Decoder(Framing.NDJSON, false).readsType("text/html")).isFalse();
    }

    private static ChatResponse read(Framing framing, String body) throws IOException {
        WireResponse response = new WireResponse(200, Headers.none(), body.getBytes(StandardCharsets.UTF_8));
        return AnswerCollector.collect(new Decoder(framing, true), response, EndpointTest.REF)
                .build();
    }
}
