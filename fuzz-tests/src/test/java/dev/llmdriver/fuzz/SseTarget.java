package dev.llmdriver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.SseHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events: however the bytes come, they are what the standard's own words make of them. */
final class SseTarget implements FuzzTarget {
    private static final int MOST = 2000;

    /** Writes down what a decoder finds. */
    private static final class Notes implements SseHandler {
        final List<String> found = new ArrayList<>();

        @Override
        public void event(String type, byte[] bytes, int offset, int length, EventSink sink) {
            found.add("event " + type.length() + " " + new String(bytes, offset, length, ISO_8859_1));
        }

        @Override
        public void field(String name, byte[] bytes, int offset, int length, EventSink sink) {
            found.add("field " + name.length() + " " + new String(bytes, offset, length, ISO_8859_1));
        }
    }

    @Override
    public void feed(byte[] bytes) throws IOException {
        Input input = Input.of(bytes);
        int most = input.has(1) ? 20 : MOST;
        List<String> expected = null;
        for (Splits splits : Splits.all(input.split())) {
            Notes notes = new Notes();
            Refusals sink = new Refusals();
            SseDecoder decoder = new SseDecoder(notes, most);
            splits.cut(input.body(), (piece, offset, length) -> {
                if (!sink.isDone()) {
                    decoder.data(piece, offset, length, sink);
                }
            });
            if (!sink.isDone()) {
                decoder.end(sink);
            }
            notes.found.add(String.valueOf(sink.failure()));
            expected = expected == null ? notes.found : expected;
            assertThat(notes.found).isEqualTo(expected);
            if (sink.failure() == null) {
                assertThat(notes.found.subList(0, notes.found.size() - 1))
                        .isEqualTo(new PlainSse(input.body()).found());
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0, "\uFEFF: hello\n\ndata: one\n\nevent: ping\rdata:two\r\rdata: a\r\ndata: Grüße 🎈\r\n\r\n"),
                Input.seed(
                        0,
                        "id: 7\nretry: 10\nunknown: x\nerror: {'code':500}\n\ndata\n\ndata:\n\ndata:  spaced\n\nevent: end\ndata: last"),
                Input.seed(1, "data: 12345678901234567890\n\n"),
                Input.seed(0, "data: a\r\n\r\ndata: b\n\r\ndata: c\r\r\n\n\r"));
    }
}
