package dev.llmdriver.huggingface.internal.script;

import static dev.llmdriver.huggingface.internal.script.Chunks.answer;
import static dev.llmdriver.huggingface.internal.script.Chunks.calls;
import static dev.llmdriver.huggingface.internal.script.Chunks.delta;
import static dev.llmdriver.huggingface.internal.script.Chunks.finish;
import static dev.llmdriver.huggingface.internal.script.Chunks.text;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.http.Expected;
import java.util.List;

/** Answers that call tools, in the dialects of the wire page's sections 3.1 and 3.2. */
final class CallScripts {
    private static final String ARGS = "{\"city\":\"Rome\"}";
    private static final String ESCAPED = "{\\\"city\\\":\\\"Rome\\\"}";

    private CallScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of(
                                "name first, then pieces of arguments",
                                "3.2",
                                one("call_1").toolCalls("tool_calls"))
                        .unary(answer("\"content\":null,\"tool_calls\":[" + whole("call_1", "f") + "]", "tool_calls"))
                        .chunks(
                                calls(
                                        "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                                + "\"arguments\":\"\"}}"),
                                calls(piece("{\\\"city\\\"")),
                                calls(piece(":\\\"Rome\\\"}")),
                                finish("tool_calls")),
                Script.of("whole call in one delta (groq)", "3.2", one("call_1").toolCalls("tool_calls"))
                        .chunks(calls(indexed(0, "call_1", "f")), finish("tool_calls")),
                Script.of(
                                "Kimi's ids, content absent",
                                "3.1",
                                one("functions.f:0").toolCalls("tool_calls"))
                        .unary(answer("\"tool_calls\":[" + whole("functions.f:0", "f") + "]", "tool_calls")),
                Script.of(
                                "TGI 3.2: same id on each delta, name null, ends with stop",
                                "3.2",
                                one("0").toolCalls("stop"))
                        .unary(answer(
                                "\"content\":null,\"tool_calls\":[{\"id\":\"0\",\"type\":\"function\",\"function\":"
                                        + "{\"description\":null,\"name\":\"f\",\"arguments\":\"" + ESCAPED + "\"}}]",
                                "stop"))
                        .chunks(
                                tgi("\"f\"", "{"),
                                tgi("null", "\\\"city\\\":\\\"Rome\\\""),
                                tgi("null", "}"),
                                finish("stop")),
                Script.of(
                                "TGI up to 3.1.1: an object for an array, the name in an envelope",
                                "3.2",
                                one("call_0").toolCalls("stop"))
                        .chunks(
                                oldTgi("{\\\"function\\\":{\\\"_name\\\":\\\"f\\\","),
                                oldTgi("\\\"city\\\":\\\"Rome\\\"}}"),
                                finish("stop")),
                Script.of("arguments as an object", "3.1", one("0").toolCalls("stop"))
                        .unary(answer(
                                "\"content\":null,\"tool_calls\":[{\"id\":0,\"type\":\"function\",\"function\":{"
                                        + "\"name\":\"f\",\"arguments\":" + ARGS + "}}]",
                                "stop"))
                        .chunks(
                                calls("{\"index\":0,\"id\":0,\"function\":{\"name\":\"f\",\"arguments\":" + ARGS
                                        + "}}"),
                                finish("stop")),
                Script.of("TGI's alias parameters, one object", "3.1", one("0").toolCalls("stop"))
                        .unary(answer(
                                "\"tool_calls\":{\"id\":\"0\",\"function\":{\"name\":\"f\",\"parameters\":" + ARGS
                                        + "}}",
                                "stop")),
                Script.of("no index and no id", "3.2", one("call_0").toolCalls("tool_calls"))
                        .unary(answer(
                                "\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"" + ESCAPED + "\"}}]",
                                "tool_calls"))
                        .chunks(
                                calls("{\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"),
                                calls("{\"function\":{\"arguments\":\"" + ESCAPED + "\"}}"),
                                finish("tool_calls")),
                Script.of("two calls", "3.2", two("call_1", "call_2"))
                        .unary(answer(
                                "\"content\":\"\",\"tool_calls\":[" + whole("call_1", "f") + "," + whole("call_2", "g")
                                        + "]",
                                "tool_calls"))
                        .chunks(
                                calls(indexed(0, "call_1", "f")),
                                calls(indexed(1, "call_2", "g")),
                                finish("tool_calls")),
                Script.of("two calls with the same id", "3.1", two("0", "0_1"))
                        .unary(answer("\"tool_calls\":[" + whole("0", "f") + "," + whole("0", "g") + "]", "tool_calls"))
                        .chunks(calls(indexed(0, "0", "f") + "," + indexed(1, "0", "g")), finish("tool_calls")),
                Script.of("two calls, both of index 0", "3.2", two("call_1", "call_2"))
                        .chunks(
                                calls(indexed(0, "call_1", "f")),
                                calls(indexed(0, "call_2", "g")),
                                finish("tool_calls")),
                Script.of("two calls, both of index 0, without ids", "3.2", two("call_0", "call_1"))
                        .chunks(calls(indexed(0, "", "f")), calls(indexed(0, "", "g")), finish("tool_calls")),
                Script.of(
                                "two calls of one tool, both of index 0, without ids",
                                "3.2",
                                one("call_0").call("call_1", "f", ARGS).toolCalls("tool_calls"))
                        .chunks(calls(indexed(0, "", "f")), calls(indexed(0, "", "f")), finish("tool_calls")),
                Script.of(
                                "the name in every piece, without ids",
                                "3.2",
                                one("call_0").toolCalls("tool_calls"))
                        .chunks(
                                calls(named("{\\\"city\\\"")),
                                calls(named(":\\\"Rome\\\"}")),
                                calls(named("")),
                                finish("tool_calls")),
                Script.of("two calls in one message, index and id alike", "3.1", two("0", "0_1"))
                        .unary(answer(
                                "\"tool_calls\":[" + indexed(0, "0", "f") + "," + indexed(0, "0", "g") + "]",
                                "tool_calls"))
                        .chunks(calls(indexed(0, "0", "f") + "," + indexed(0, "0", "g")), finish("tool_calls")),
                Script.of("two calls without index and id", "3.2", two("call_0", "call_1"))
                        .chunks(
                                calls("{\"function\":{\"name\":\"f\",\"arguments\":\"" + ESCAPED + "\"}}"),
                                calls("{\"function\":{\"name\":\"g\",\"arguments\":\"" + ESCAPED + "\"}}"),
                                finish("tool_calls")),
                Script.of("pieces of two calls interleaved", "3.2", two("a", "b"))
                        .chunks(
                                calls(start(0, "a", "f")),
                                calls(start(1, "b", "g")),
                                calls(piece(0, "{\\\"city\\\"")),
                                calls(piece(1, "{\\\"city\\\"")),
                                calls(piece(0, ":\\\"Rome\\\"}")),
                                calls(piece(1, ":\\\"Rome\\\"}")),
                                finish("tool_calls")),
                Script.of(
                                "no arguments at all",
                                "3.1",
                                Expected.nothing().call("c", "now", "{}").toolCalls("tool_calls"))
                        .unary(answer("\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"now\"}}]", "tool_calls"))
                        .chunks(
                                calls("{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"now\",\"arguments\":null}}"),
                                finish("tool_calls")),
                Script.of(
                                "text, reasoning and a call",
                                "3.1",
                                Expected.text("Let me look. ")
                                        .reasoning("weather?")
                                        .call("call_1", "f", ARGS)
                                        .toolCalls("tool_calls"))
                        .unary(answer(
                                "\"reasoning\":\"weather?\",\"content\":\"Let me look. \",\"tool_calls\":["
                                        + whole("call_1", "f") + "]",
                                "tool_calls"))
                        .chunks(
                                delta("\"reasoning\":\"weather?\""),
                                text("Let me look. "),
                                calls(indexed(0, "call_1", "f")),
                                finish("tool_calls")),
                Script.of(
                                "tool_calls null or empty beside text",
                                "3.1",
                                Expected.text("x").stop())
                        .unary(answer("\"content\":\"x\",\"tool_calls\":null", "stop"))
                        .chunks(
                                delta("\"content\":\"x\",\"tool_calls\":[]"),
                                delta("\"tool_calls\":null"),
                                finish("stop")),
                Script.of(
                                "finish reason tool_calls without a call",
                                "3.1",
                                Expected.text("x").finish(Kind.OTHER, "tool_calls"))
                        .unary(answer("\"content\":\"x\",\"tool_calls\":[]", "tool_calls"))
                        .chunks(text("x"), finish("tool_calls")),
                Script.of(
                                "function_call, the form before tools",
                                "3.1",
                                one("call_0").toolCalls("function_call"))
                        .unary(answer(
                                "\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"" + ESCAPED + "\"}",
                                "function_call"))
                        .chunks(
                                delta("\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}"),
                                delta("\"function_call\":{\"arguments\":\"" + ESCAPED + "\"}"),
                                finish("function_call")),
                Script.of(
                                "a call cut by the limit must not run",
                                "3.1",
                                Expected.nothing()
                                        .call("call_1", "f", "{\"city\":\"Ro")
                                        .finish(Kind.LENGTH, "length"))
                        .unary(answer(
                                "\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":"
                                        + "\"{\\\"city\\\":\\\"Ro\"}}]",
                                "length"))
                        .chunks(calls(start(0, "call_1", "f")), calls(piece("{\\\"city\\\":\\\"Ro")), finish("length")),
                Script.of(
                                "a call cut right after its name must not run",
                                "3.1",
                                Expected.nothing().call("call_1", "f", "{}").finish(Kind.LENGTH, "length"))
                        .unary(answer(
                                "\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
                                "length"))
                        .chunks(calls(start(0, "call_1", "f")), finish("length")),
                Script.of(
                                "a call cut by the engine must not run",
                                "3.1",
                                Expected.nothing()
                                        .call("call_1", "f", "{\"city\":\"Ro")
                                        .finish(Kind.OTHER, "abort"))
                        .unary(answer(
                                "\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":"
                                        + "\"{\\\"city\\\":\\\"Ro\"}}]",
                                "abort"))
                        .chunks(calls(start(0, "call_1", "f")), calls(piece("{\\\"city\\\":\\\"Ro")), finish("abort")));
    }

    private static Expected one(String id) {
        return Expected.nothing().call(id, "f", ARGS);
    }

    private static Expected two(String first, String second) {
        return one(first).call(second, "g", ARGS).toolCalls("tool_calls");
    }

    private static String whole(String id, String name) {
        return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\""
                + ESCAPED + "\"}}";
    }

    private static String indexed(int index, String id, String name) {
        return whole(id, name).replaceFirst("\\{", "{\"index\":" + index + ",");
    }

    private static String start(int index, String id, String name) {
        return "{\"index\":" + index + ",\"id\":\"" + id + "\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"\"}}";
    }

    private static String piece(String arguments) {
        return piece(0, arguments);
    }

    private static String piece(int index, String arguments) {
        return "{\"index\":" + index + ",\"function\":{\"arguments\":\"" + arguments + "\"}}";
    }

    private static String named(String arguments) {
        return "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}}";
    }

    private static String tgi(String name, String arguments) {
        return delta(
                "\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"0\",\"type\":\"function\","
                        + "\"function\":{\"name\":" + name + ",\"arguments\":\"" + arguments + "\"}}]");
    }

    private static String oldTgi(String arguments) {
        return delta(
                "\"role\":\"assistant\",\"tool_calls\":{\"index\":0,\"id\":\"\",\"type\":\"function\",\"function\":{"
                        + "\"name\":null,\"arguments\":\"" + arguments + "\"}}");
    }
}
