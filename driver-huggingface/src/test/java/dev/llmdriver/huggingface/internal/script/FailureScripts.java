package dev.llmdriver.huggingface.internal.script;

import static dev.llmdriver.huggingface.internal.script.Chunks.answer;
import static dev.llmdriver.huggingface.internal.script.Chunks.calls;
import static dev.llmdriver.huggingface.internal.script.Chunks.finish;
import static dev.llmdriver.huggingface.internal.script.Chunks.text;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.Expected;
import java.util.List;

/** Answers of status 200 that are failures: the wire page's section 3.3, and rows 24 and 25 of 4.4. */
final class FailureScripts {
    private FailureScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of("TGI 2.4.1: 422 stamped on an overload", "3.3", Expected.error(ErrorKind.OVERLOADED, ""))
                        .chunks("{\"error\":{\"message\":\"Model is overloaded\",\"http_status_code\":422}}"),
                Script.of("TGI 2.4.1: a validation", "3.3", Expected.error(ErrorKind.INVALID_REQUEST, ""))
                        .chunks("{\"error\":{\"message\":\"Input validation error: `top_p` must be > 0.0 and < 1.0\","
                                + "\"http_status_code\":422}}"),
                Script.of(
                                "TGI 2.4.1: generation failed after some text",
                                "3.3",
                                Expected.text("Once").failing(ErrorKind.SERVER_ERROR, "generation"))
                        .chunks(
                                text("Once"),
                                "{\"error\":{\"message\":\"Request failed during generation: Server error: CUDA\","
                                        + "\"http_status_code\":422}}"),
                Script.of("TGI 2.4.0 hides the error", "3.3", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("data: [DONE]\n\n"),
                Script.of("TGI up to 2.3: text and error_type", "3.3", Expected.error(ErrorKind.CONTEXT_LENGTH, ""))
                        .chunksOnly(
                                "{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096."
                                        + " Given: 17 `inputs` tokens and 10000 `max_new_tokens`\",\"error_type\":\"validation\"}"),
                Script.of(
                                "TGI up to 2.3: incomplete generation",
                                "3.3",
                                Expected.text("Once").failing(ErrorKind.SERVER_ERROR, "generation"))
                        .chunksOnly(
                                text("Once"),
                                "{\"error\":\"Incomplete generation\",\"error_type\":\"incomplete_generation\"}"),
                Script.of("vLLM: numeric code", "3.3", Expected.error(ErrorKind.INVALID_REQUEST, ""))
                        .chunks(
                                "{\"error\":{\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}"),
                Script.of("SGLang: long prompt", "3.3", Expected.error(ErrorKind.CONTEXT_LENGTH, ""))
                        .chunks(
                                "{\"error\":{\"object\":\"error\",\"message\":\"The input is longer than the model's context"
                                        + " length (8192 tokens)\",\"type\":\"BadRequestError\",\"code\":400}}"),
                Script.of(
                        "llama.cpp: the field is named error",
                        "3.3",
                        Expected.text("a").failing(ErrorKind.SERVER_ERROR, ""))
                        .stream("data: " + text("a") + "\n\nerror: {\"code\":500,\"message\":\"slot died\",\"type\":"
                        + "\"server_error\"}\n\ndata: [DONE]\n\n"),
                Script.of("llama.cpp: as data", "3.3", Expected.error(ErrorKind.SERVER_ERROR, ""))
                        .chunksOnly("{\"error\":{\"code\":500,\"message\":\"slot died\",\"type\":\"server_error\"}}"),
                Script.of("an event of type error", "3.3", Expected.error(ErrorKind.OVERLOADED, "")).stream(
                        "event: error\ndata: {\"message\":\"Model is overloaded\"}\n\n"),
                Script.of("flat error object (SGLang)", "4.1", Expected.error(ErrorKind.INVALID_REQUEST, ""))
                        .unary("{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,"
                                + "\"code\":400}"),
                Script.of("loading, with status 200", "4.2", Expected.error(ErrorKind.MODEL_LOADING, ""))
                        .unary("{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}"),
                Script.of(
                                "cut without a mark",
                                "3.3",
                                Expected.text("half an ans").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunksOnly(text("half an "), text("ans")),
                Script.of(
                                "cut after chunks with an empty finish reason",
                                "3.1",
                                Expected.text("half").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunksOnly(text("half").replace("\"finish_reason\":null", "\"finish_reason\":\"\"")),
                Script.of(
                                "cut inside a tag keeps what was held back",
                                "3.3",
                                Expected.text("<thi").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunksOnly(text("<thi")),
                Script.of(
                                "cut inside a call",
                                "3.3",
                                Expected.text("x").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunksOnly(
                                text("x"),
                                calls("{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":"
                                        + "\"{\"}}")),
                Script.of(
                        "cut inside an event",
                        "3.3",
                        Expected.text("x").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("data: " + text("x") + "\n\ndata: {\"choices\":[{\"delta\":{\"conte"),
                Script.of("an empty stream", "3.3", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end")).stream(
                        ":\n\n"),
                Script.of("garbage in an event", "4.4", Expected.text("x").failing(ErrorKind.MALFORMED_RESPONSE, ""))
                        .chunksOnly(text("x"), "{\"choices\":[{\"delta\":{\"content\":", finish("stop")),
                Script.of("no choices", "4.4", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("{\"id\":\"x\",\"choices\":[]}"),
                Script.of("everything held back by a filter", "4.4", Expected.error(ErrorKind.CONTENT_BLOCKED, ""))
                        .unary(answer("\"content\":\"\"", "content_filter"))
                        .chunks(finish("content_filter")));
    }
}
