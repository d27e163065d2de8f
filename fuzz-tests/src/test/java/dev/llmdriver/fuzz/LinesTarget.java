package dev.llmdriver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.NdjsonDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of JSON: however the bytes come, they are the body cut at its line ends. */
final class LinesTarget implements FuzzTarget {
    private static final int MOST = 2000;

    @Override
    public void feed(byte[] bytes) throws IOException {
        Input input = Input.of(bytes);
        int most = input.has(1) ? 20 : MOST;
        List<String> expected = null;
        for (Splits splits : Splits.all(input.split())) {
            List<String> found = new ArrayList<>();
            Refusals sink = new Refusals();
            NdjsonDecoder decoder = new NdjsonDecoder(
                    (line, offset, length, to) -> found.add(new String(line, offset, length, ISO_8859_1)), most);
            splits.cut(input.body(), (piece, offset, length) -> {
                if (!sink.isDone()) {
                    decoder.data(piece, offset, length, sink);
                }
            });
            if (!sink.isDone()) {
                decoder.end(sink);
            }
            if (sink.failure() == null) {
                assertThat(found).isEqualTo(plain(input.body()));
            }
            found.add(String.valueOf(sink.failure()));
            expected = expected == null ? found : expected;
            assertThat(found).isEqualTo(expected);
        }
    }

    private static List<String> plain(byte[] body) {
        String text = new String(body, ISO_8859_1);
        String lines = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        return Arrays.stream(lines.split("[\r\n]+"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(0, "\uFEFF{'a':1}\r\n\r\n{'b':2}\n{'c':'ü'}\r{'d':4}"),
                Input.seed(1, "12345678901234567890\n123456789012345678901\n"));
    }
}
