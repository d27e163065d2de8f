package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
    private static final String ALL_KINDS =
            "\uFEFF: hello\n\ndata: one\n\nevent: ping\rdata:two\r\rdata: a\r\ndata: Grüße 🎈\r\n\r\n"
                    + "id: 7\nretry: 10\nunknown: x\nerror: {\"code\":500}\n\ndata\n\ndata:\n\ndata:  spaced\n\nevent: end\ndata: last";

    /** Writes down what a decoder finds. */
    private static final class Notes implements SseHandler, EventSink {
        final List<String> found = new ArrayList<>();
        LlmException failure;

        @Override
        public void event(String type, byte[] bytes, int offset, int length, EventSink sink) {
            found.add(type + "|" + new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void field(String name, byte[] bytes, int offset, int length, EventSink sink) {
            found.add(name + "=" + new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void next(ChatEvent event) {}

        @Override
        public void attach(int index, ProviderData data) {}

        @Override
        public void usage(Usage usage) {}

        @Override
        public void finish(StreamEnd end) {}

        @Override
        public void fail(LlmExceptionBuilder error) {
            failure = error.build();
        }

        @Override
        public boolean isDone() {
            return failure != null;
        }
    }

    private interface Cut {
        /** {@return the length of the next piece} */
        int next(int left);
    }

    private static Notes sse(String text, int max, Cut cut) throws IOException {
        Notes notes = new Notes();
        SseDecoder decoder = new SseDecoder(notes, max);
        feed(text, cut, notes, decoder::data);
        decoder.end(notes);
        return notes;
    }

    private interface Taker {
        void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException;
    }

    /** Each piece lies somewhere in an array that is overwritten afterwards, as a network buffer is. */
    private static void feed(String text, Cut cut, EventSink sink, Taker taker) throws IOException {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < all.length && !sink.isDone()) {
            int length = Math.min(all.length - at, cut.next(all.length - at));
            byte[] piece = new byte[length + 6];
            System.arraycopy(all, at, piece, 3, length);
            taker.data(piece, 3, length, sink);
            java.util.Arrays.fill(piece, (byte) 'X');
            at += length;
        }
    }

    @Test
    void everyKindOfLineIsUnderstood() throws IOException {
        assertThat(sse(ALL_KINDS, 1000, left -> left).found)
                .containsExactly(
                        "|one",
                        "ping|two",
                        "|a\nGrüße 🎈",
                        "unknown=x",
                        "error={\"code\":500}",
                        "|",
                        "|",
                        "| spaced",
                        "end|last");
    }

    @Test
    void everySplitGivesTheSame() throws IOException {
        List<String> whole = sse(ALL_KINDS, 1000, left -> left).found;
        int bytes = ALL_KINDS.getBytes(StandardCharsets.UTF_8).length;
        assertThat(sse(ALL_KINDS, 1000, left -> 1).found).as("byte by byte").isEqualTo(whole);
        for (int at = 0; at <= bytes; at++) {
            int first = at;
            assertThat(sse(ALL_KINDS, 1000, left -> left == bytes && first > 0 ? first : left).found)
                    .as("split after %d bytes", at)
                    .isEqualTo(whole);
        }
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            assertThat(sse(ALL_KINDS, 1000, left -> 1 + random.nextInt(20)).found)
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'data: 12345678\n\n', 14, false",
        "'data: 123456789\n\n', 14, true",
        "'data: 1\ndata: 2\ndata: 3\n\n', 7, false",
        "'data: 1234\ndata: 5678\ndata: 90\n\n', 10, true",
        "'data: 1234\ndata: 567\ndata: 8\n\n', 10, false",
        "'data: 1234\ndata: 567\ndata: 89\n\n', 10, true",
        "'data: 1\ndata: 12345', 10, true",
        "'data: 12345678901234567890', 14, true",
        "':1234567890123456\n\n', 14, true"
    })
    void eventsAreBoundedHoweverTheyCome(String text, int max, boolean refused) throws IOException {
        for (Cut cut : List.<Cut>of(left -> left, left -> 1, left -> 5)) {
            Notes notes = sse(text, max, cut);
            assertThat(notes.failure != null).as("%s", notes.found).isEqualTo(refused);
            if (refused) {
                assertThat(notes.found).isEmpty();
                assertThat(notes.failure.reason()).isEqualTo("too_large");
            }
        }
    }

    @Test
    void onlyTheFieldDataIsData() throws IOException {
        String text = "xata: 1\ndxta: 2\ndaxa: 3\ndatx: 4\ndat: 5\ndataset: 6\nfoo\ndata: 7\n\ndata: hello\n\ndata:\n\n"
                + "n".repeat(64) + ": 8\n" + "n".repeat(65) + ": 9\n";
        for (Cut cut : List.<Cut>of(left -> left, left -> 1, left -> 3)) {
            assertThat(sse(text, 100, cut).found)
                    .containsExactly(
                            "xata=1",
                            "dxta=2",
                            "daxa=3",
                            "datx=4",
                            "dat=5",
                            "dataset=6",
                            "foo=",
                            "|7",
                            "|hello",
                            "|",
                            "n".repeat(64) + "=8");
        }
    }

    @Test
    void smallEventsNeverAddUpToTheBound() throws IOException {
        assertThat(sse("data: 12345678\n\n".repeat(1000), 14, left -> 7).found).hasSize(1000);
    }

    @Test
    void wholeEventIsHandedOnWhereItLies() throws IOException {
        byte[] bytes = "data: one\n\ndata: two\n\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> arrays = new ArrayList<>();
        Notes notes = new Notes();
        new SseDecoder((type, array, offset, length, sink) -> arrays.add(array), 100)
                .data(bytes, 0, bytes.length, notes);
        assertThat(arrays).hasSize(2).allMatch(array -> array == bytes);
    }

    @Test
    void nothingIsReadOnceTheSinkIsDone() throws IOException {
        Notes notes = new Notes();
        List<String> seen = new ArrayList<>();
        SseDecoder decoder = new SseDecoder(
                (type, array, offset, length, sink) -> {
                    seen.add(new String(array, offset, length, StandardCharsets.UTF_8));
                    sink.fail(LlmException.builder(dev.llmdriver.error.ErrorKind.OVERLOADED, "busy"));
                },
                100);
        byte[] bytes = "data: one\n\ndata: two\n\n".getBytes(StandardCharsets.UTF_8);
        decoder.data(bytes, 0, bytes.length, notes);
        assertThat(seen).containsExactly("one");
    }

    @Test
    void linesOfJsonAreCutAndEmptyOnesSkipped() throws IOException {
        String text = "\uFEFF{\"a\":1}\n\r\n{\"b\":\"ü\"}\r\n{\"c\":3}";
        for (Cut cut : List.<Cut>of(left -> left, left -> 1, left -> 3)) {
            List<String> found = new ArrayList<>();
            Notes notes = new Notes();
            NdjsonDecoder decoder = new NdjsonDecoder(
                    (array, offset, length, sink) ->
                            found.add(new String(array, offset, length, StandardCharsets.UTF_8)),
                    100);
            feed(text, cut, notes, decoder::data);
            decoder.end(notes);
            assertThat(found).containsExactly("{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}");
        }
    }
}
