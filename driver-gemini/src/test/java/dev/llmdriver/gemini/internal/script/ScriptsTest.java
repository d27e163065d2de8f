package dev.llmdriver.gemini.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exchange comes to what is expected: whole, as a stream, and cut at every byte. */
class ScriptsTest {
    private static final int AT_LEAST = 100;

    static Stream<Script> unaries() {
        return Scripts.all().filter(script -> !script.unary().isEmpty());
    }

    static Stream<Script> streams() {
        return Scripts.all().filter(script -> !script.stream().isEmpty());
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(Scripts.all().map(Script::toString).distinct().count())
                .isEqualTo(Scripts.all().count())
                .isGreaterThanOrEqualTo(AT_LEAST);
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void theWholeAnswer(Script script) {
        assertThat(Reader.unary(script).withoutPartial())
                .isEqualTo(script.expected().withoutPartial());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamInOnePiece(Script script) throws IOException {
        assertThat(Reader.stream(script, List.of()).seen())
                .hasToString(script.expected().toString());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamByteByByte(Script script) throws IOException {
        int length = script.stream().getBytes(StandardCharsets.UTF_8).length;
        List<Integer> everywhere = IntStream.range(1, length).boxed().toList();
        assertThat(Reader.stream(script, everywhere).seen())
                .hasToString(script.expected().toString());
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource("streams")
    void theStreamCutOnceAtEveryByte(Script script) throws IOException {
        int length = script.stream().getBytes(StandardCharsets.UTF_8).length;
        for (int cut = 1; cut < length; cut++) {
            assertThat(Reader.stream(script, List.of(cut)).seen())
                    .as("cut at %d", cut)
                    .hasToString(script.expected().toString());
        }
    }

    /** An answer in an array looks whole only with its last bracket: whatever is missing, it is never taken for one. */
    @Test
    void anArrayThatEndsEarly_isNeverWhole() throws IOException {
        Script script = FramingScripts.all().stream()
                .filter(one -> one.name().equals("an array"))
                .findFirst()
                .orElseThrow();
        byte[] body = script.stream().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < body.length; length++) {
            assertThat(Reader.stream(script, Arrays.copyOf(body, length), List.of())
                            .seen()
                            .toString())
                    .as("the first %d bytes", length)
                    .contains("error=stream_interrupted/no_end");
        }
    }

    /** Events look whole as soon as the last one is, for nothing comes after it. */
    @Test
    void eventsThatEndEarly_areNotWhole() throws IOException {
        Script script = FramingScripts.all().get(0);
        byte[] body = script.stream().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < body.length - "\r\n\r\n".length(); length++) {
            assertThat(Reader.stream(script, Arrays.copyOf(body, length), List.of())
                            .seen()
                            .toString())
                    .as("the first %d bytes", length)
                    .contains("error=stream_interrupted/no_end");
        }
    }

    /** Parts begin in the order of their places, and no delta is empty. */
    @ParameterizedTest
    @MethodSource("streams")
    void places_ascend(Script script) throws IOException {
        List<Integer> places = new ArrayList<>();
        for (ChatEvent event : Reader.stream(script, List.of()).events()) {
            if (event instanceof ChatEvent.TextDelta delta) {
                assertThat(delta.text()).isNotEmpty();
                places.add(delta.index());
            } else if (event instanceof ChatEvent.ReasoningDelta delta) {
                assertThat(delta.text()).isNotEmpty();
                places.add(delta.index());
            } else if (event instanceof ChatEvent.ToolCallReady ready) {
                places.add(ready.index());
            }
        }
        assertThat(places).isSorted();
        assertThat(places.stream().distinct().toList())
                .isEqualTo(IntStream.range(0, (int) places.stream().distinct().count())
                        .boxed()
                        .toList());
    }
}
