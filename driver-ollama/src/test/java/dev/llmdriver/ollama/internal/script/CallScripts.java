package dev.llmdriver.ollama.internal.script;

import static dev.llmdriver.ollama.internal.script.Lines.answer;
import static dev.llmdriver.ollama.internal.script.Lines.calls;
import static dev.llmdriver.ollama.internal.script.Lines.done;
import static dev.llmdriver.ollama.internal.script.Lines.text;
import static dev.llmdriver.ollama.internal.script.Lines.thought;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Usage;
import dev.llmdriver.http.Expected;
import java.util.List;

/** Tool calls in both layouts and in those of old servers: the wire page's section 4. */
final class CallScripts {
    private static final String OSLO =
            "{\"id\":\"call_ab12cd34\",\"function\":{\"index\":0,\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\"}}}";
    private static final String ROME =
            "{\"id\":\"call_ef56gh78\",\"function\":{\"index\":1,\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}}";
    private static final String LONG_ID = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";

    private CallScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of("one call in a line of its own", "4 (a)", one())
                        .unary(answer("\"content\":\"\",\"tool_calls\":[" + OSLO + "]", "stop"))
                        .lines(calls(OSLO), done("stop")),
                Script.of("two calls in one line", "4 (a)", two())
                        .unary(answer("\"content\":\"\",\"tool_calls\":[" + OSLO + "," + ROME + "]", "stop"))
                        .lines(calls(OSLO + "," + ROME), done("stop")),
                Script.of("two calls in two lines", "4 (a)", two()).lines(calls(OSLO), calls(ROME), done("stop")),
                Script.of(
                                "only in the last line",
                                "4 (b)",
                                counted(toolCalls(Expected.nothing().call(LONG_ID, "f", "{\"n\":1}"))))
                        .lines(answer(
                                "\"content\":\"\",\"tool_calls\":[{\"id\":\"" + LONG_ID
                                        + "\",\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":{\"n\":1}}}]",
                                "stop")),
                Script.of(
                                "text, then calls in the last line with the rest of the text",
                                "11.2",
                                counted(toolCalls(Expected.text("Let me see.")
                                        .call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}"))))
                        .lines(text("Let me"), answer("\"content\":\" see.\",\"tool_calls\":[" + OSLO + "]", "stop")),
                Script.of(
                                "thoughts, text and calls",
                                "4",
                                counted(toolCalls(Expected.text("ok")
                                        .reasoning("hm")
                                        .call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}"))))
                        .unary(answer("\"content\":\"ok\",\"thinking\":\"hm\",\"tool_calls\":[" + OSLO + "]", "stop"))
                        .lines(thought("hm"), text("ok"), calls(OSLO), done("stop")),
                Script.of(
                                "text after a call",
                                "4",
                                counted(toolCalls(
                                        Expected.text("ab").call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}"))))
                        .lines(text("a"), calls(OSLO), text("b"), done("stop")),
                Script.of(
                                "no ids, index always 0, as before v0.12.10",
                                "4",
                                counted(toolCalls(Expected.nothing()
                                        .call("call_0", "f", "{\"a\":1}")
                                        .call("call_1", "f", "{\"a\":2}"))))
                        .unary(answer(
                                "\"content\":\"\",\"tool_calls\":[" + old("{\"a\":1}") + "," + old("{\"a\":2}") + "]",
                                "stop"))
                        .lines(calls(old("{\"a\":1}")), calls(old("{\"a\":2}")), done("stop")),
                Script.of(
                                "the same id twice",
                                "4",
                                counted(toolCalls(Expected.nothing()
                                        .call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}")
                                        .call("call_ab12cd34_1", "weather", "{\"city\":\"Oslo\"}"))))
                        .unary(answer("\"content\":\"\",\"tool_calls\":[" + OSLO + "," + OSLO + "]", "stop"))
                        .lines(calls(OSLO), calls(OSLO), done("stop")),
                numbers(),
                Script.of(
                                "no arguments",
                                "4",
                                counted(toolCalls(
                                        Expected.nothing().call("c", "f", "{}").call("d", "g", "{}"))))
                        .unary(answer(
                                "\"content\":\"\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":{}}},"
                                        + "{\"id\":\"d\",\"function\":{\"name\":\"g\"}}]",
                                "stop")),
                Script.of(
                                "arguments as a text, from an imitation",
                                "11.8",
                                counted(toolCalls(Expected.nothing().call("c", "f", "{\"a\":1}"))))
                        .unary(answer(
                                "\"content\":\"\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":"
                                        + "\"{\\\"a\\\":1}\"}}]",
                                "stop")),
                Script.of(
                                "no calls in an empty list",
                                "4",
                                counted(Expected.text("a").stop()))
                        .unary(answer("\"content\":\"a\",\"tool_calls\":[]", "stop"))
                        .lines(calls(""), text("a"), done("stop")),
                Script.of(
                                "cut by length after a call",
                                "4",
                                counted(Expected.nothing()
                                        .call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}")
                                        .finish(Kind.LENGTH, "length")))
                        .unary(answer("\"content\":\"\",\"tool_calls\":[" + OSLO + "]", "length"))
                        .lines(calls(OSLO), done("length")));
    }

    /** The text of the arguments is the model's own: order, blanks and forms of numbers. */
    private static Script numbers() {
        String arguments =
                "{ \"z\":1, \"a\":1.0,\"big\":12345678901234567890123,\"exp\":1e3,\"text\":\"ü \\\"}\\\" 🌍\",\"deep\":{\"l\":[1,{}]} }";
        String call = "{\"function\":{\"arguments\":" + arguments + ",\"name\":\"f\"},\"id\":\"c\"}";
        return Script.of(
                        "arguments in the model's own form",
                        "11.8",
                        counted(toolCalls(Expected.nothing().call("c", "f", arguments))))
                .unary(answer("\"content\":\"\",\"tool_calls\":[" + call + "]", "stop"))
                .lines(calls(call), done("stop"));
    }

    private static String old(String arguments) {
        return "{\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":" + arguments + "}}";
    }

    private static Expected one() {
        return counted(toolCalls(Expected.nothing().call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}")));
    }

    private static Expected two() {
        return counted(toolCalls(Expected.nothing()
                .call("call_ab12cd34", "weather", "{\"city\":\"Oslo\"}")
                .call("call_ef56gh78", "weather", "{\"city\":\"Rome\"}")));
    }

    private static Expected toolCalls(Expected expected) {
        return expected.toolCalls("stop");
    }

    private static Expected counted(Expected expected) {
        return expected.usage(Usage.builder().input(21).output(7).build());
    }
}
