package dev.llmdriver.huggingface.internal.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ToolCall;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.AnswerCollector;
import java.util.ArrayList;
import java.util.List;

/** Reasoning inside the text, and pieces of tool calls: however the text is cut, and whatever the pieces say they belong to. */
public final class PiecesTarget implements FuzzTarget {
    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        thoughts(input);
        calls(input);
    }

    /** Only tags, and blanks before the first, may be missing; and no cut changes anything. */
    private static void thoughts(Input input) {
        ThinkMode mode = input.oneOf(ThinkMode.values());
        String text = input.text();
        String whole = split(mode, List.of(text));
        int cut = text.isEmpty() ? 0 : input.split() % text.length();
        assertThat(split(mode, List.of(text.substring(0, cut), text.substring(cut))))
                .isEqualTo(whole);
        assertThat(split(
                        mode,
                        text.chars().mapToObj(c -> String.valueOf((char) c)).toList()))
                .isEqualTo(whole);
        if (mode == ThinkMode.OFF) {
            assertThat(whole).isEqualTo("\u0002" + text);
        }
    }

    private static String split(ThinkMode mode, List<String> deltas) {
        AnswerCollector sink = new AnswerCollector();
        ThinkSplitter think = new ThinkSplitter(mode, new AnswerParts("m"));
        deltas.forEach(delta -> think.text(delta, sink));
        think.end(sink);
        StringBuilder reasoning = new StringBuilder();
        sink.partial().message().parts().stream()
                .filter(dev.llmdriver.Reasoning.class::isInstance)
                .forEach(part -> reasoning.append(((dev.llmdriver.Reasoning) part).text()));
        return reasoning + "\u0002" + sink.partial().message().text();
    }

    /** Each line is a piece, {@code index:id:name:arguments}; a bar begins another delta. */
    private static void calls(Input input) {
        AnswerCollector sink = new AnswerCollector();
        ToolCallAssembler assembler = new ToolCallAssembler(new AnswerParts("m"));
        StringBuilder arguments = new StringBuilder();
        for (String delta : input.text().split("\\|")) {
            List<CallFragment> pieces = new ArrayList<>();
            for (String line : delta.split("\n")) {
                String[] fields = line.split(":", 4);
                if (fields.length == 4) {
                    pieces.add(new CallFragment(index(fields[0]), fields[1], fields[2], fields[3]));
                    arguments.append(fields[3]);
                }
            }
            assembler.add(pieces, sink);
        }
        boolean named = assembler.areNamed();
        List<ToolCall> calls = assembler.complete(sink);
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
        assertThat(calls.stream().noneMatch(call -> call.name().isEmpty())).isEqualTo(named);
        int escaped = 6; // characters for one, where arguments come out of an envelope
        int joined = calls.stream().mapToInt(call -> call.arguments().length()).sum();
        assertThat(joined).isLessThanOrEqualTo(escaped * arguments.length() + 2 * calls.size());
    }

    private static int index(String text) {
        return text.isEmpty()
                ? CallFragment.NO_INDEX
                : text.charAt(0) == 'X' ? Integer.MAX_VALUE : text.charAt(0) - '0';
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, " \n<think>a</think>b</think><think>"),
                Input.raw(1, "a</thi</think>b"),
                Input.raw(2, "<think>a"),
                Input.raw(0, "0:a:f:{\n0:::1|0:::}\n1:b:g:\n:b::{}|X:a:f:1\n:::2"),
                Input.raw(0, "0:0:f:{}\n1:0:f:{}|2:0:f:{}"),
                Input.raw(0, ":::{\"function\":{\"_name\":\"f\",\"a\":1}}"));
    }
}
