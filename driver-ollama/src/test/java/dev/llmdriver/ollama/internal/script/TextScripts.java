package dev.llmdriver.ollama.internal.script;

import static dev.llmdriver.ollama.internal.script.Lines.answer;
import static dev.llmdriver.ollama.internal.script.Lines.done;
import static dev.llmdriver.ollama.internal.script.Lines.last;
import static dev.llmdriver.ollama.internal.script.Lines.message;
import static dev.llmdriver.ollama.internal.script.Lines.text;
import static dev.llmdriver.ollama.internal.script.Lines.thought;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Usage;
import dev.llmdriver.http.Expected;
import java.util.List;
import java.util.stream.Stream;

/** Texts and thoughts, their ends and their counters: the wire page's section 4. */
final class TextScripts {
    private TextScripts() {}

    static List<Script> all() {
        return Stream.of(texts(), ends(), counters(), framing())
                .flatMap(List::stream)
                .toList();
    }

    private static Expected counted(Expected expected) {
        return expected.usage(Usage.builder().input(21).output(7).build());
    }

    private static List<Script> texts() {
        return List.of(
                Script.of("text", "4", counted(Expected.text("Hello, wörld 🌍").stop()))
                        .unary(answer("\"content\":\"Hello, wörld 🌍\"", "stop"))
                        .lines(text("Hello"), text(", wörld "), text("🌍"), done("stop")),
                Script.of("escapes", "4", counted(Expected.text("a\"b\\c\nd\té").stop()))
                        .unary(answer("\"content\":\"a\\\"b\\\\c\\nd\\t\\u00e9\"", "stop"))
                        .lines(text("a\\\"b\\\\c"), text("\\nd\\t\\u00e9"), done("stop")),
                Script.of(
                                "a surrogate pair in escapes",
                                "4",
                                counted(Expected.text("🌍").stop()))
                        .unary(answer("\"content\":\"\\ud83c\\udf0d\"", "stop"))
                        .lines(text("\\ud83c\\udf0d"), done("stop")),
                Script.of(
                                "thoughts before text",
                                "4",
                                counted(Expected.text("4").reasoning("2 and 2").stop()))
                        .unary(answer("\"content\":\"4\",\"thinking\":\"2 and 2\"", "stop"))
                        .lines(thought("2 and"), thought(" 2"), text("4"), done("stop")),
                Script.of(
                                "thought and text in one line",
                                "4",
                                counted(Expected.text("4!").reasoning("2 and 2").stop()))
                        .lines(
                                thought("2 and"),
                                message("\"content\":\"4\",\"thinking\":\" 2\""),
                                text("!"),
                                done("stop")),
                Script.of(
                                "thinking before content in the object",
                                "4",
                                counted(Expected.text("4").reasoning("hm").stop()))
                        .lines(message("\"thinking\":\"hm\",\"content\":\"4\""), done("stop")),
                Script.of(
                                "all tokens thought away",
                                "11.7",
                                counted(Expected.nothing().reasoning("hm").finish(Kind.LENGTH, "length")))
                        .unary(answer("\"content\":\"\",\"thinking\":\"hm\"", "length"))
                        .lines(thought("hm"), done("length")),
                Script.of(
                                "the last line holds text",
                                "11.2",
                                counted(Expected.text("ab").stop()))
                        .lines(text("a"), answer("\"content\":\"b\"", "stop")),
                Script.of("nothing at all", "4", counted(Expected.nothing().stop()))
                        .unary(answer("\"content\":\"\"", "stop"))
                        .lines(done("stop")),
                Script.of(
                                "content null or absent",
                                "4",
                                counted(Expected.text("a").stop()))
                        .lines(message("\"content\":null"), message("\"images\":[]"), text("a"), done("stop")));
    }

    private static List<Script> ends() {
        return List.of(
                Script.of("cut by length", "4", counted(Expected.text("half").finish(Kind.LENGTH, "length")))
                        .unary(answer("\"content\":\"half\"", "length"))
                        .lines(text("half"), done("length")),
                Script.of(
                                "no reason, as servers of old",
                                "4",
                                Expected.text("a").finish(Kind.STOP, ""))
                        .unary("{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":true}")
                        .lines(
                                text("a"),
                                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}"),
                Script.of("the end without a message", "4", Expected.text("a").stop())
                        .lines(text("a"), "{\"model\":\"m\",\"done\":true,\"done_reason\":\"stop\"}"),
                Script.of("an unknown reason", "4", counted(Expected.text("a").finish(Kind.OTHER, "tired")))
                        .unary(answer("\"content\":\"a\"", "tired"))
                        .lines(text("a"), done("tired")),
                Script.of(
                                "what follows the end is not looked at",
                                "4",
                                counted(Expected.text("a").stop()))
                        .lines(text("a"), done("stop"), "{\"error\":\"too late\"}", "garbage"));
    }

    private static List<Script> counters() {
        return List.of(
                Script.of(
                                "no prompt counter: all was cached",
                                "11.15",
                                Expected.text("a")
                                        .stop()
                                        .usage(Usage.builder().output(7).build()))
                        .unary(last("\"content\":\"a\"", "stop", ",\"eval_count\":7"))
                        .lines(text("a"), last("\"content\":\"\"", "stop", ",\"eval_count\":7")),
                Script.of("no counters at all", "11.15", Expected.text("a").stop())
                        .unary(last("\"content\":\"a\"", "stop", ""))
                        .lines(text("a"), last("\"content\":\"\"", "stop", "")),
                Script.of(
                                "a counter that is no number",
                                "11.15",
                                Expected.text("a")
                                        .stop()
                                        .usage(Usage.builder().input(3).build()))
                        .unary(last("\"content\":\"a\"", "stop", ",\"prompt_eval_count\":3,\"eval_count\":null")),
                Script.of(
                                "durations absent, unknown fields there",
                                "4",
                                counted(Expected.text("a").stop()))
                        .unary(
                                "{\"new\":{\"a\":[1,{\"b\":2}]},\"model\":\"m\",\"message\":{\"mood\":[\"x\"],\"content\":\"a\"},\"eval_count\":7,"
                                        + "\"prompt_eval_count\":21,\"done_reason\":\"stop\",\"done\":true,\"context\":[1,2,3]}"),
                Script.of(
                                "the keys in another order",
                                "4",
                                counted(Expected.text("a").stop()))
                        .lines(
                                "{\"done\":false,\"message\":{\"content\":\"a\",\"role\":\"assistant\"},\"model\":\"m\"}",
                                "{\"eval_count\":7,\"prompt_eval_count\":21,\"done_reason\":\"stop\",\"done\":true,\"message\":{}}"));
    }

    private static List<Script> framing() {
        String body = String.join("\n", text("a"), text("b"), done("stop"));
        Expected ab = counted(Expected.text("ab").stop());
        return List.of(
                Script.of("the last line has no end", "11.17", ab).stream(body),
                Script.of("lines end with CRLF", "11.17", ab).stream(body.replace("\n", "\r\n") + "\r\n"),
                Script.of("blank lines", "11.17", ab).stream("\n\n" + body.replace("\n", "\n \n\n") + "\n\n"),
                Script.of("a byte-order mark", "11.17", ab).stream("\ufeff" + body),
                Script.of("blanks around the objects", "11.17", ab).stream("  " + body.replace("\n", "  \n\t") + " \n"),
                Script.of(
                                "a whole answer over several lines",
                                "4",
                                counted(Expected.text("a").stop()))
                        .unary(answer("\"content\":\"a\"", "stop").replace(",", ",\n  ")),
                Script.of("a line of another kind", "4", ab)
                        .lines(text("a"), "{\"status\":\"warming up\"}", text("b"), done("stop")));
    }
}
