package dev.llmdriver.ollama.internal.error;

import static dev.llmdriver.error.ErrorKind.AUTHENTICATION;
import static dev.llmdriver.error.ErrorKind.CANCELLED;
import static dev.llmdriver.error.ErrorKind.CONTEXT_LENGTH;
import static dev.llmdriver.error.ErrorKind.ENDPOINT_UNAVAILABLE;
import static dev.llmdriver.error.ErrorKind.INVALID_REQUEST;
import static dev.llmdriver.error.ErrorKind.MALFORMED_RESPONSE;
import static dev.llmdriver.error.ErrorKind.MODEL_LOADING;
import static dev.llmdriver.error.ErrorKind.MODEL_NOT_FOUND;
import static dev.llmdriver.error.ErrorKind.MODEL_RETIRED;
import static dev.llmdriver.error.ErrorKind.NOT_CHAT_MODEL;
import static dev.llmdriver.error.ErrorKind.OVERLOADED;
import static dev.llmdriver.error.ErrorKind.PERMISSION_DENIED;
import static dev.llmdriver.error.ErrorKind.QUOTA_EXHAUSTED;
import static dev.llmdriver.error.ErrorKind.RATE_LIMITED;
import static dev.llmdriver.error.ErrorKind.SERVER_ERROR;
import static dev.llmdriver.ollama.internal.error.Sample.CHAT;
import static dev.llmdriver.ollama.internal.error.Sample.EMBED;
import static dev.llmdriver.ollama.internal.error.Sample.body;
import static dev.llmdriver.ollama.internal.error.Sample.error;
import static dev.llmdriver.ollama.internal.error.Sample.line;
import static dev.llmdriver.ollama.internal.error.Sample.said;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import java.util.List;
import java.util.stream.Stream;

/** What servers say, in the words that the wire page's sections 7 and 8 report; in the order of its section 10. */
final class Samples {
    private static final String JSON = "application/json";
    private static final String TOO_LONG =
            "{\"error\":{\"code\":400,\"message\":\"request (42947 tokens) exceeds the available context size (8192 tokens), try"
                    + " increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":42947,\"n_ctx\":8192}}";
    private static final String NO_IMAGES =
            "{\"error\":{\"code\":500,\"message\":\"image input is not supported - hint: if this is unexpected, you may need to"
                    + " provide the mmproj\",\"type\":\"server_error\"}}";

    private Samples() {}

    static List<Sample> all() {
        return Stream.of(access(), models(), requests(), busy(), broken(), rest())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Sample> access() {
        return List.of(
                of(
                        "sign-in",
                        AUTHENTICATION,
                        "sign_in",
                        "7",
                        said(
                                401,
                                CHAT,
                                JSON,
                                "{\"error\":\"unauthorized\",\"signin_url\":\"https://ollama.com/connect?name=h&key=k\"}")),
                of("key", AUTHENTICATION, "", "7", error(401, "unauthorized (ref: 4f1c-22)")),
                of("key", AUTHENTICATION, "", "7", said(401, CHAT, "", "")),
                of("unauthorized-line", AUTHENTICATION, "", "8", line("unauthorized (ref: 4f1c-22)")),
                of(
                        "subscription",
                        QUOTA_EXHAUSTED,
                        "subscription",
                        "7",
                        error(
                                403,
                                "this model requires a subscription, upgrade for access: https://ollama.com/upgrade (ref: 1)")),
                of(
                        "cloud-off",
                        PERMISSION_DENIED,
                        "cloud_disabled",
                        "7",
                        error(403, "ollama cloud is disabled: remote model is unavailable")),
                of("host-refused", PERMISSION_DENIED, "host_header", "7", said(403, CHAT, "", "")),
                of("forbidden", PERMISSION_DENIED, "", "10#6", error(403, "not for you")),
                of("credits", QUOTA_EXHAUSTED, "credits", "10#7", error(402, "payment required")),
                of(
                        "usage-limit",
                        QUOTA_EXHAUSTED,
                        "usage_limit",
                        "7",
                        error(
                                429,
                                "you (name) have reached your session usage limit, upgrade for higher limits (ref: 77)")),
                of(
                        "usage-limit",
                        QUOTA_EXHAUSTED,
                        "usage_limit",
                        "7",
                        error(429, "you've reached your hourly usage limit, please wait or upgrade to continue")),
                of("rate", RATE_LIMITED, "", "10#12", error(429, "too many requests")));
    }

    private static List<Sample> models() {
        return List.of(
                of("no-such-model", MODEL_NOT_FOUND, "", "8", error(404, "model 'x' not found")),
                of(
                        "no-such-model",
                        MODEL_NOT_FOUND,
                        "",
                        "8",
                        error(404, "model \"x\" not found, try pulling it first")),
                of("no-such-model", MODEL_NOT_FOUND, "", "8", line("model \"x\" not found, try pulling it first")),
                of("no-such-model", MODEL_NOT_FOUND, "", "8", error(404, "model '' not found")),
                of(
                        "no-such-manifest",
                        MODEL_NOT_FOUND,
                        "registry",
                        "5",
                        line("pull model manifest: file does not exist")),
                of(
                        "no-such-manifest",
                        MODEL_NOT_FOUND,
                        "registry",
                        "5",
                        error(500, "pull model manifest: file does not exist")),
                of(
                        "not-ollama",
                        MALFORMED_RESPONSE,
                        "not_ollama",
                        "8",
                        said(404, CHAT, "text/plain", "404 page not found")),
                of(
                        "not-ollama",
                        MALFORMED_RESPONSE,
                        "not_ollama",
                        "8",
                        said(405, CHAT, "text/plain", "405 method not allowed")),
                of(
                        "not-ollama",
                        MALFORMED_RESPONSE,
                        "not_ollama",
                        "10#9",
                        said(404, CHAT, "text/html", "<html><h1>model not here</h1></html>")),
                of("retired", MODEL_RETIRED, "", "7", error(410, "this model has been retired")),
                of("not-chat", NOT_CHAT_MODEL, "", "8", error(400, "\"x\" does not support chat")),
                of("not-chat", NOT_CHAT_MODEL, "", "8", error(400, "\"x\" does not support generate")),
                of(
                        "not-chat",
                        NOT_CHAT_MODEL,
                        "",
                        "8",
                        error(
                                400,
                                "registry.ollama.ai/library/x:latest does not support tools\nregistry.ollama.ai/library/x:latest does not"
                                        + " support completion")),
                of("not-chat", NOT_CHAT_MODEL, "", "10#13", line("\"x\" does not support chat")),
                of(
                        "capability",
                        INVALID_REQUEST,
                        "capability",
                        "8",
                        error(400, "registry.ollama.ai/library/x:latest does not support tools")),
                of("capability", INVALID_REQUEST, "capability", "8", error(400, "\"x\" does not support thinking")),
                of(
                        "capability",
                        INVALID_REQUEST,
                        "capability",
                        "7",
                        error(400, "this model does not support image input (ref: 9)")),
                of(
                        "capability",
                        INVALID_REQUEST,
                        "capability",
                        "8",
                        error(400, "image generation models are not currently supported")),
                of(
                        "capability",
                        INVALID_REQUEST,
                        "capability",
                        "8",
                        error(400, "this server cannot run this remote model")));
    }

    private static List<Sample> requests() {
        return List.of(
                of(
                        "context",
                        CONTEXT_LENGTH,
                        "",
                        "8",
                        error(
                                400,
                                "the prompt is longer than the context length currently available to the model; shorten it")),
                of("context", CONTEXT_LENGTH, "", "8", said(400, CHAT, JSON, body(TOO_LONG))),
                of("context", CONTEXT_LENGTH, "", "8", error(400, "the input length exceeds the context length")),
                of("context", CONTEXT_LENGTH, "", "8", error(400, "input exceeds maximum context length (2048)")),
                of(
                        "context",
                        CONTEXT_LENGTH,
                        "",
                        "8",
                        line(
                                "llama-server chat error: map[code:500 message:Context size has been exceeded. type:server_error]")),
                of("context", CONTEXT_LENGTH, "", "10#15", error(500, "context shift is disabled")),
                of("model-name", INVALID_REQUEST, "model_name", "8", error(400, "invalid model name")),
                of("model-name", INVALID_REQUEST, "model_name", "8", error(400, "model is required")),
                of(
                        "model-name",
                        INVALID_REQUEST,
                        "model_name",
                        "8",
                        error(400, "use either :local or :cloud, not both: \"x\"")),
                of("invalid", INVALID_REQUEST, "", "8", error(400, "missing request body")),
                of(
                        "invalid",
                        INVALID_REQUEST,
                        "",
                        "8",
                        error(
                                400,
                                "json: cannot unmarshal array into Go struct field ChatRequest.messages of type string")),
                of("invalid", INVALID_REQUEST, "", "8", error(400, "illegal base64 data at input byte 4")),
                of("invalid", INVALID_REQUEST, "", "8", error(400, "top_logprobs must be between 0 and 20")),
                of("invalid", INVALID_REQUEST, "", "10#17", said(413, CHAT, "text/html", "<html>Too Large</html>")),
                of("invalid-500", INVALID_REQUEST, "", "8", error(500, "option \"stop\" must be of type array")),
                of(
                        "invalid-500",
                        INVALID_REQUEST,
                        "",
                        "8",
                        error(500, "invalid format: \"xml\"; expected \"json\" or a valid JSON Schema object")),
                of("invalid-500", INVALID_REQUEST, "", "8", said(500, CHAT, JSON, body(NO_IMAGES))),
                of("invalid-500", INVALID_REQUEST, "", "11.9", line("option \"seed\" must be of type integer")),
                of(
                        "not-embedding",
                        INVALID_REQUEST,
                        "capability",
                        "8",
                        said(
                                501,
                                EMBED,
                                JSON,
                                body("This server does not support embeddings. Start it with `--embeddings`"))),
                of(
                        "not-chat-501",
                        NOT_CHAT_MODEL,
                        "",
                        "10#19",
                        error(501, "This server does not support completions.")));
    }

    private static List<Sample> busy() {
        return List.of(
                of(
                        "busy",
                        OVERLOADED,
                        "",
                        "8",
                        error(503, "server busy, please try again.  maximum pending requests exceeded")),
                of("busy", OVERLOADED, "", "7", error(503, "Server overloaded, please retry shortly")),
                of("busy", OVERLOADED, "", "8", line("Server overloaded, please retry shortly (ref: b)")),
                of(
                        "slots",
                        OVERLOADED,
                        "slots",
                        "7",
                        error(500, "timed out waiting for a concurrent request slot (ref: a)")),
                of("slots", OVERLOADED, "slots", "8", error(500, "no slots available after 10 retries")),
                of("loading", MODEL_LOADING, "", "8", error(500, "unexpected server status: llm server loading model")),
                of("loading", MODEL_LOADING, "", "10#22", error(503, "loading model")),
                of(
                        "load-timeout",
                        SERVER_ERROR,
                        "load_timeout",
                        "8",
                        error(500, "timed out waiting for llama-server to start - progress 0.00")),
                of(
                        "load-timeout",
                        SERVER_ERROR,
                        "load_timeout",
                        "10#23",
                        error(500, "timed out waiting for llama runner to start: context deadline exceeded")));
    }

    private static List<Sample> broken() {
        return List.of(
                of(
                        "memory",
                        ENDPOINT_UNAVAILABLE,
                        "memory",
                        "8",
                        error(500, "model requires more system memory (5.3 GiB) than is available (3.5 GiB)")),
                of(
                        "memory",
                        ENDPOINT_UNAVAILABLE,
                        "memory",
                        "8",
                        error(500, "llama-server process has terminated: cudaMalloc failed: out of memory")),
                of(
                        "memory",
                        ENDPOINT_UNAVAILABLE,
                        "memory",
                        "8",
                        error(500, "llama-server reported out-of-memory during startup: x")),
                of(
                        "memory",
                        ENDPOINT_UNAVAILABLE,
                        "memory",
                        "8",
                        error(
                                500,
                                "llama runner process has terminated: error loading model: unable to allocate CUDA0 buffer")),
                of("memory", ENDPOINT_UNAVAILABLE, "memory", "10#24", line("unable to load full model on GPU")),
                of(
                        "runner",
                        SERVER_ERROR,
                        "runner",
                        "8",
                        line(
                                "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error")),
                of(
                        "runner",
                        SERVER_ERROR,
                        "runner",
                        "8",
                        error(500, "llama-server process has terminated: exit status 2")),
                of(
                        "runner",
                        SERVER_ERROR,
                        "runner",
                        "10#25",
                        line("an error was encountered while running the model: EOF")),
                of(
                        "installation",
                        ENDPOINT_UNAVAILABLE,
                        "installation",
                        "8",
                        error(500, "llama-server binary not found (checked: /usr/lib/ollama)")),
                of(
                        "installation",
                        ENDPOINT_UNAVAILABLE,
                        "installation",
                        "8",
                        error(
                                500,
                                "unable to load model: x: this model may be incompatible with your version of Ollama.")),
                of(
                        "tool-call",
                        MALFORMED_RESPONSE,
                        "tool_call",
                        "8",
                        error(500, "llama-server returned invalid tool call arguments for \"f\": unexpected end")),
                of("tool-call", MALFORMED_RESPONSE, "tool_call", "10#26", line("error parsing tool call: raw='{'")),
                of(
                        "no-answer",
                        MALFORMED_RESPONSE,
                        "no_answer",
                        "10#32",
                        ErrorFacts.builder(0)
                                .code(ErrorRows.NO_ANSWER)
                                .message("done_reason is load")
                                .build()));
    }

    private static List<Sample> rest() {
        return List.of(
                of("cancelled", CANCELLED, "", "8", error(499, "request canceled")),
                of(
                        "timeout-408-504",
                        SERVER_ERROR,
                        "gateway_timeout",
                        "10#28",
                        said(504, CHAT, "text/html", "<html>Gateway Time-out</html>")),
                of("timeout-408-504", SERVER_ERROR, "gateway_timeout", "10#28", error(408, "timeout")),
                of("failed", SERVER_ERROR, "", "7", error(500, "Internal Server Error (ref: 5d0b-9)")),
                of("failed", SERVER_ERROR, "", "7", error(502, "dial tcp: lookup ollama.com: no such host")),
                of("failed", SERVER_ERROR, "", "10#29", error(503, "account unavailable")),
                of("failed", SERVER_ERROR, "", "10#29", line("something else")));
    }

    private static Sample of(String row, ErrorKind kind, String reason, String section, ErrorFacts facts) {
        return new Sample(row, kind, reason, section, facts);
    }
}
