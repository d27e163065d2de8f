package dev.llmdriver.ollama.internal.script;

import static dev.llmdriver.ollama.internal.script.Lines.answer;
import static dev.llmdriver.ollama.internal.script.Lines.calls;
import static dev.llmdriver.ollama.internal.script.Lines.done;
import static dev.llmdriver.ollama.internal.script.Lines.text;
import static dev.llmdriver.ollama.internal.script.Lines.thought;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.Expected;
import java.util.List;
import java.util.stream.Stream;

/** Answers of status 200 that are failures: the wire page's sections 8, 10 and 11. */
final class FailureScripts {
    private FailureScripts() {}

    static List<Script> all() {
        return Stream.of(said(), ended(), broken()).flatMap(List::stream).toList();
    }

    private static List<Script> said() {
        return List.of(
                Script.of(
                                "an error in the very first line, up to v0.12.5",
                                "11.9",
                                Expected.error(ErrorKind.MODEL_NOT_FOUND, ""))
                        .unary("{\"error\":\"model \\\"x\\\" not found, try pulling it first\"}")
                        .lines("{\"error\":\"model \\\"x\\\" not found, try pulling it first\"}"),
                Script.of(
                                "an error after some text",
                                "8",
                                Expected.text("Once").failing(ErrorKind.SERVER_ERROR, "runner"))
                        .lines(
                                text("Once"),
                                "{\"error\":\"model runner has unexpectedly stopped, this may be due to resource limitations\"}"),
                Script.of("a Go map printed as text", "8", Expected.text("a").failing(ErrorKind.CONTEXT_LENGTH, ""))
                        .lines(
                                text("a"),
                                "{\"error\":\"llama-server chat error: map[code:500 message:Context size has been exceeded."
                                        + " type:server_error]\"}"),
                Script.of("nested JSON", "11.10", Expected.error(ErrorKind.CONTEXT_LENGTH, ""))
                        .unary(
                                "{\"error\":\"{\\\"error\\\":{\\\"code\\\":400,\\\"message\\\":\\\"request (9 tokens) exceeds"
                                        + " the size\\\",\\\"type\\\":\\\"exceed_context_size_error\\\",\\\"n_ctx\\\":8}}\"}"),
                Script.of("the cloud's reference", "7", Expected.error(ErrorKind.OVERLOADED, "slots"))
                        .lines("{\"error\":\"timed out waiting for a concurrent request slot (ref: 1b2c-3d)\"}"),
                Script.of("an error that is an object", "8", Expected.error(ErrorKind.SERVER_ERROR, ""))
                        .lines("{\"error\":{\"message\":\"something\",\"type\":\"api_error\"}}"),
                Script.of(
                                "a call that the server cannot read",
                                "8",
                                Expected.text("a").failing(ErrorKind.MALFORMED_RESPONSE, "tool_call"))
                        .lines(
                                text("a"),
                                "{\"error\":\"llama-server returned invalid tool call arguments for \\\"f\\\": eof\"}"),
                Script.of(
                                "an error that is null is none",
                                "8",
                                Expected.text("a").stop())
                        .unary(
                                "{\"error\":null,\"message\":{\"content\":\"a\"},\"done\":true,\"done_reason\":\"stop\"}"));
    }

    private static List<Script> ended() {
        return List.of(
                Script.of(
                                "thirty equal pieces, and then nothing",
                                "11.3",
                                Expected.text("aa").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .lines(text("a"), text("a")),
                Script.of(
                                "aborted and whole",
                                "11.3",
                                Expected.text("aa").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .unary(text("aa")),
                Script.of("cut after a thought", "11.3", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .lines(thought("hm")),
                Script.of("cut after a call", "11.3", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .lines(calls("{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":{}}}")),
                Script.of(
                        "cut inside a line",
                        "10#31",
                        Expected.text("x").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream(text("x") + "\n{\"model\":\"m\",\"message\":{\"conte"),
                Script.of("an empty stream", "10#31", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end")).stream(
                        "\n"),
                Script.of("the model was loaded", "10#32", Expected.error(ErrorKind.MALFORMED_RESPONSE, "no_answer"))
                        .unary(answer("\"content\":\"\"", "load"))
                        .lines(done("load")),
                Script.of("the model was unloaded", "10#32", Expected.error(ErrorKind.MALFORMED_RESPONSE, "no_answer"))
                        .unary(answer("\"content\":\"\"", "unload"))
                        .lines(done("unload")));
    }

    private static List<Script> broken() {
        return List.of(
                Script.of(
                                "a line that is no JSON",
                                "10#30",
                                Expected.text("x").failing(ErrorKind.MALFORMED_RESPONSE, ""))
                        .lines(text("x"), "oops", done("stop")),
                Script.of("a line that is no object", "10#30", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("[1,2]")
                        .lines("[1,2]"),
                Script.of("a whole answer that is cut", "10#30", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("{\"model\":\"m\",\"message\":{\"content\":\"ab"),
                Script.of("another provider's answer", "10#30", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("{\"id\":\"x\",\"choices\":[]}"),
                Script.of("a call without a name", "4", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary(answer("\"content\":\"\",\"tool_calls\":[{\"id\":\"c\",\"function\":{}}]", "stop")),
                Script.of("a call that is no object", "4", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary(answer("\"content\":\"\",\"tool_calls\":[\"f\"]", "stop")));
    }
}
