package dev.llmdriver.huggingface.internal.response;

import static dev.llmdriver.huggingface.internal.response.CallFragment.NO_INDEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ToolCall;
import dev.llmdriver.http.EventLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pieces belong to one call, and what is told of it meanwhile. */
class ToolCallAssemblerTest {
    private final EventLog log = new EventLog();
    private final AnswerParts parts = new AnswerParts("m");
    private final ToolCallAssembler calls = new ToolCallAssembler(parts);

    @Test
    void deltas_areTold_onceTheNameIsKnown() {
        assertThat(add(new CallFragment(0, "i", "", "{"))).isEmpty();
        assertThat(add(new CallFragment(0, "", "f", "'a'"))).containsExactly("call 0 f {'a'");
        assertThat(add(new CallFragment(0, "j", "", ":1}"))).containsExactly("call 0  :1}");
        assertThat(add(new CallFragment(0, "", "", ""))).isEmpty();
        assertThat(complete()).containsExactly("ready 0 i f {'a':1}");
    }

    @Test
    void parts_areNumberedByFirstAppearance() {
        parts.text("t", log);
        assertThat(add(new CallFragment(7, "i", "f", "{}"), new CallFragment(3, "j", "g", "{}")))
                .containsExactly("text 0 t", "call 1 f {}", "call 2 g {}");
        assertThat(complete()).containsExactly("ready 1 i f {}", "ready 2 j g {}");
    }

    @Test
    void missingArguments_areAnObject() {
        add(new CallFragment(0, "i", "f", ""));
        assertThat(calls.arguments()).containsExactly("");
        assertThat(complete()).containsExactly("call 0  {}", "ready 0 i f {}");
    }

    @Test
    void missingName_isSoughtInTheArguments() {
        add(new CallFragment(0, "i", "", "{\"function\":{\"_name\":\"f\",\"a\":1}}"));
        assertThat(calls.areNamed()).isTrue();
        assertThat(complete()).containsExactly("ready 0 i f {\"a\":1}");
    }

    @Test
    void namedCall_keepsItsArguments() {
        add(new CallFragment(0, "i", "f", "{\"_name\":\"g\"}"));
        assertThat(complete()).containsExactly("ready 0 i f {\"_name\":\"g\"}");
    }

    @Test
    void ids_areMadeUnique() {
        add(
                new CallFragment(0, "", "f", "{}"),
                new CallFragment(1, "", "f", "{}"),
                new CallFragment(2, "0", "f", "{}"),
                new CallFragment(3, "0", "f", "{}"),
                new CallFragment(4, "0", "f", "{}"));
        assertThat(calls.complete(log).stream().map(ToolCall::id))
                .containsExactly("call_0", "call_1", "0", "0_1", "0_2");
    }

    /** Pieces are written index:id:name:arguments; one bar starts a new delta, a plus joins pieces of one. */
    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                // one call
                "0:i:f:1|0:::2,                 i f 12",
                "0:i:f:1|0:i:f:2,               i f 12",
                "0:i:f:1|0::f:2,                i f 12",
                "0::f:1|0:i:f:2,                i f 12",
                "-1:i:f:1|-1:i::2,              i f 12",
                "-1:i:f:1|-1:i:f:2,             i f 12",
                "-1:i:f:1|-1:::2,               i f 12",
                "-1::f:1|-1:i:f:2,              i f 12",
                "0:i:f:1+0:::2,                 i f 12",
                "0:i::1|0:j:f:2,                i f 12",
                "0::f:{|0::f:},                 call_0 f {}",
                "0::f:{}|0::f:,                 call_0 f {}",
                "0::f:{|0::f:}|0::f:,           call_0 f {}",
                // two calls
                "0:i:f:1|1:::2|1::g:3,          i f 1; call_1 g 23",
                "0:i:f:1|0:j:f:2,               i f 1; j f 2",
                "0:i:f:1+0:i:f:2,               i f 1; i_1 f 2",
                "-1:i:f:1|-1:j:f:2,             i f 1; j f 2",
                "-1:i:f:1|-1::f:2,              i f 1; call_1 f 2",
                "-1:i:f:1|-1:i:g:2,             i f 1; i_1 g 2",
                "-1::f:1|-1::g:2,               call_0 f 1; call_1 g 2",
                "0:i:f:1|0::g:2,                i f 1; call_1 g 2",
                "0::f:{|0::g:{|0:::},           call_0 f {; call_1 g {}",
                "0::f:{}|0::f:{}|0::f:{},       call_0 f {}; call_1 f {}; call_2 f {}",
                "0::f:{|0::f:}|0::f:{|0::f:},   call_0 f {}; call_1 f {}",
                "0::f:|0:::{}|0::f:|0:::{},     call_0 f {}; call_1 f {}",
                // the piece goes to the call it names, or to the last
                "-1:i:f:1|-1:j:g:2|-1:i::3,     i f 13; j g 2",
                "-1:i:f:1|-1:j:g:2|-1:::3,      i f 1; j g 23",
                "-1:i:f:1|-1:j:g:2|-1:j::3,     i f 1; j g 23",
                "-1::f:1|-1::g:2|-1:::3,        call_0 f 1; call_1 g 23",
                "0:i:f:1|1:j:g:2|0:::3,         i f 13; j g 2",
                "0:i:f:1|0:j:g:2|0:::3,         i f 1; j g 23",
            })
    void pieces_areJoined(String pieces, String joined) {
        for (String delta : pieces.split("\\|")) {
            add(Arrays.stream(delta.split("\\+"))
                    .map(ToolCallAssemblerTest::fragment)
                    .toArray(CallFragment[]::new));
        }
        List<String> seen = new ArrayList<>();
        for (ToolCall call : calls.complete(log)) {
            seen.add(call.id() + " " + call.name() + " " + call.arguments());
        }
        assertThat(String.join("; ", seen)).isEqualTo(joined);
    }

    private static CallFragment fragment(String piece) {
        String[] fields = piece.split(":", -1);
        int index = Integer.parseInt(fields[0]);
        return new CallFragment(index < 0 ? NO_INDEX : index, fields[1], fields[2], fields[3]);
    }

    private List<String> add(CallFragment... fragments) {
        calls.add(List.of(fragments), log);
        return log.take();
    }

    private List<String> complete() {
        log.take();
        calls.complete(log);
        return log.take();
    }
}
