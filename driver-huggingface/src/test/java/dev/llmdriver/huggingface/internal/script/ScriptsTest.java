package dev.llmdriver.huggingface.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ToolCall;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exchange comes to what is expected: whole, as a stream, and cut at every byte. */
class ScriptsTest {
    static Stream<Script> scripts() {
        return Scripts.all();
    }

    static Stream<Script> unaries() {
        return Scripts.all().filter(script -> !script.unary().isEmpty());
    }

    static Stream<Script> streams() {
        return Scripts.all().filter(script -> !script.stream().isEmpty());
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(scripts().map(Script::name).distinct().count()).isGreaterThanOrEqualTo(70);
        assertThat(scripts()).allMatch(script -> !(script.unary() + script.stream()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void theWholeAnswer(Script script) throws java.io.IOException {
        assertThat(Reader.unary(script).withoutPartial())
                .isEqualTo(script.expected().withoutPartial());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamInOnePiece(Script script) throws java.io.IOException {
        assertThat(Reader.stream(script, List.of()))
                .hasToString(script.expected().toString());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamByteByByte(Script script) throws java.io.IOException {
        int length = script.stream().getBytes(StandardCharsets.UTF_8).length;
        List<Integer> everywhere = IntStream.range(1, length).boxed().toList();
        assertThat(Reader.stream(script, everywhere))
                .hasToString(script.expected().toString());
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource("streams")
    void theStreamCutOnceAtEveryByte(Script script) throws java.io.IOException {
        int length = script.stream().getBytes(StandardCharsets.UTF_8).length;
        for (int cut = 1; cut < length; cut++) {
            assertThat(Reader.stream(script, List.of(cut)))
                    .as("cut at %d", cut)
                    .hasToString(script.expected().toString());
        }
    }

    /** Deltas name their parts, and joined they are the parts. */
    @ParameterizedTest
    @MethodSource("streams")
    void theDeltasOfCallsJoinToTheCalls(Script script) throws IOException {
        Reader.Recorder sink = new Reader.Recorder();
        ChatStreamDecoder decoder = new ChatStreamDecoder(Reader.settings(script.think()), 1 << 20);
        decoder.begin(new WireResponse(200, Headers.none(), new byte[0]));
        byte[] body = script.stream().getBytes(StandardCharsets.UTF_8);
        try {
            decoder.data(body, 0, body.length, sink);
        } catch (IOException malformed) {
            return;
        }
        TreeMap<Integer, String> joined = new TreeMap<>();
        TreeMap<Integer, ToolCall> ready = new TreeMap<>();
        for (ChatEvent event : sink.events()) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                joined.merge(delta.index(), delta.name() + " " + delta.arguments(), (a, b) -> a + b.substring(1));
            } else if (event instanceof ChatEvent.ToolCallReady call) {
                ready.put(call.index(), call.call());
            }
        }
        ready.forEach((index, call) -> assertThat(joined.getOrDefault(index, call.name() + " " + call.arguments()))
                .isEqualTo(call.name() + " " + call.arguments()));
    }
}
