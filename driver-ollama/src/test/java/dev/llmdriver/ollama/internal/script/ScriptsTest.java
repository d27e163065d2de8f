package dev.llmdriver.ollama.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    static Stream<Script> unaries() {
        return Scripts.all().filter(script -> !script.unary().isEmpty());
    }

    static Stream<Script> streams() {
        return Scripts.all().filter(script -> !script.stream().isEmpty());
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(Scripts.all().map(Script::name).distinct().count()).isGreaterThanOrEqualTo(60);
        assertThat(Scripts.all()).allMatch(script -> !(script.unary() + script.stream()).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void theWholeAnswer(Script script) {
        assertThat(Reader.unary(script)).hasToString(unaryOf(script));
    }

    /** An error in a whole answer has nothing before it, but what the daemon aborted is kept. */
    static String unaryOf(Script script) {
        return script.expected().toString();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamInOnePiece(Script script) {
        assertThat(Reader.stream(script, List.of()).seen())
                .hasToString(script.expected().toString());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamByteByByte(Script script) {
        List<Integer> everywhere = IntStream.range(1, length(script)).boxed().toList();
        assertThat(Reader.stream(script, everywhere).seen())
                .hasToString(script.expected().toString());
    }

    @Tag("exhaustive")
    @ParameterizedTest
    @MethodSource("streams")
    void theStreamCutOnceAtEveryByte(Script script) {
        for (int cut = 1; cut < length(script); cut++) {
            assertThat(Reader.stream(script, List.of(cut)).seen())
                    .as("cut at %d", cut)
                    .hasToString(script.expected().toString());
        }
    }

    /** Parts begin in ascending order, no delta is empty, and each call is ready once, with its joined deltas. */
    @ParameterizedTest
    @MethodSource("streams")
    void theDeltasAreInOrder(Script script) {
        List<Integer> begun = new ArrayList<>();
        TreeMap<Integer, String> joined = new TreeMap<>();
        for (ChatEvent event : Reader.stream(script, List.of()).events()) {
            if (event instanceof ChatEvent.TextDelta delta) {
                assertThat(delta.text()).isNotEmpty();
                begin(begun, delta.index());
            } else if (event instanceof ChatEvent.ReasoningDelta delta) {
                assertThat(delta.text()).isNotEmpty();
                begin(begun, delta.index());
            } else if (event instanceof ChatEvent.ToolCallDelta delta) {
                begin(begun, delta.index());
                joined.merge(delta.index(), delta.name() + delta.arguments(), String::concat);
            } else if (event instanceof ChatEvent.ToolCallReady ready) {
                assertThat(joined.remove(ready.index()))
                        .isEqualTo(ready.call().name() + ready.call().arguments());
            }
        }
        assertThat(begun).isSorted().doesNotHaveDuplicates();
        assertThat(joined).isEmpty();
    }

    private static void begin(List<Integer> begun, int index) {
        if (begun.isEmpty() || begun.get(begun.size() - 1) != index) {
            begun.add(index);
        }
    }

    private static int length(Script script) {
        return script.stream().getBytes(StandardCharsets.UTF_8).length;
    }
}
