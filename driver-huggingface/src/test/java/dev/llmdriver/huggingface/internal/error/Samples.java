package dev.llmdriver.huggingface.internal.error;

import static dev.llmdriver.huggingface.internal.error.Sample.DEDICATED;
import static dev.llmdriver.huggingface.internal.error.Sample.HF_INFERENCE;
import static dev.llmdriver.huggingface.internal.error.Sample.HUB;
import static dev.llmdriver.huggingface.internal.error.Sample.ROUTER;
import static dev.llmdriver.huggingface.internal.error.Sample.inStream;
import static dev.llmdriver.huggingface.internal.error.Sample.json;
import static dev.llmdriver.huggingface.internal.error.Sample.said;
import static dev.llmdriver.huggingface.internal.error.Sample.with;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import java.util.List;

/** What servers say, in the words that the wire page's sections 3.3 and 4.2 report; in its order. */
final class Samples {
    private static final String JSON = "application/json";

    private Samples() {}

    static List<Sample> all() {
        return List.of(
                of(
                        "repo-not-found",
                        ErrorKind.MODEL_NOT_FOUND,
                        "private_or_absent",
                        "4.4#1",
                        with(
                                said(401, HUB, JSON, "{\"error\":\"Repository not found\"}"),
                                "X-Error-Code",
                                "RepoNotFound")),
                of(
                        "token",
                        ErrorKind.AUTHENTICATION,
                        "",
                        "4.2",
                        json(401, "{\"error\":\"Invalid username or password.\"}")),
                of(
                        "token",
                        ErrorKind.AUTHENTICATION,
                        "",
                        "4.2",
                        said(401, HUB, JSON, "{\"error\":\"Invalid credentials in Authorization header\"}")),
                of("token", ErrorKind.AUTHENTICATION, "", "4.1#14", said(401, DEDICATED, "", "")),
                of(
                        "token",
                        ErrorKind.AUTHENTICATION,
                        "",
                        "4.2",
                        said(
                                401,
                                DEDICATED,
                                JSON,
                                "{\"error\":{\"code\":401,\"message\":\"Invalid API Key\",\"type\":\"authentication_error\"}}")),
                of(
                        "credits",
                        ErrorKind.QUOTA_EXHAUSTED,
                        "credits",
                        "4.2",
                        json(
                                402,
                                "{\"error\":\"You have depleted your monthly included credits. Purchase pre-paid credits to continue"
                                        + " using Inference Providers.\"}")),
                of(
                        "credits",
                        ErrorKind.QUOTA_EXHAUSTED,
                        "credits",
                        "4.2",
                        json(
                                400,
                                "{\"code\":400,\"reason\":\"NOT_ENOUGH_BALANCE\",\"message\":\"NOT_ENOUGH_BALANCE\"}")),
                of(
                        "credits",
                        ErrorKind.QUOTA_EXHAUSTED,
                        "credits",
                        "4.2",
                        json(
                                429,
                                "{\"error\":\"You have reached the free monthly usage limit for together. Add pre-paid credits\"}")),
                of(
                        "gated",
                        ErrorKind.PERMISSION_DENIED,
                        "gated",
                        "4.2",
                        with(said(403, HUB, JSON, "{\"error\":\"Access restricted\"}"), "X-Error-Code", "GatedRepo")),
                of(
                        "gated",
                        ErrorKind.PERMISSION_DENIED,
                        "gated",
                        "4.2",
                        said(
                                403,
                                HF_INFERENCE,
                                JSON,
                                "{\"error\":\"Access to model org/m is restricted and you are not in the authorized list.\"}")),
                of(
                        "scope",
                        ErrorKind.PERMISSION_DENIED,
                        "scope",
                        "4.2",
                        json(
                                403,
                                "{\"error\":\"This authentication method does not have sufficient permissions to call Inference"
                                        + " Providers on behalf of user u\"}")),
                of(
                        "tier",
                        ErrorKind.MODEL_NOT_FOUND,
                        "tier",
                        "4.2",
                        said(
                                403,
                                HF_INFERENCE,
                                JSON,
                                "{\"error\":\"The model org/m is too large to be loaded automatically (16GB > 10GB).\"}")),
                of(
                        "tier",
                        ErrorKind.MODEL_NOT_FOUND,
                        "tier",
                        "4.2",
                        json(400, "{\"error\":\"Model requires a Pro subscription\"}")),
                of(
                        "edge-block",
                        ErrorKind.SERVER_ERROR,
                        "edge_block",
                        "4.4#7",
                        said(403, ROUTER, "text/html", "<html><body><h1>403 ERROR</h1>Request blocked.</body></html>")),
                of(
                        "forbidden",
                        ErrorKind.PERMISSION_DENIED,
                        "",
                        "4.2",
                        json(403, "{\"error\":\"Only fine-grained tokens are accepted\"}")),
                of(
                        "not-chat-model",
                        ErrorKind.NOT_CHAT_MODEL,
                        "",
                        "4.2",
                        json(
                                400,
                                "{\"error\":{\"message\":\"The requested model 'org/m' is not a chat model.\",\"type\":"
                                        + "\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_supported\"}}")),
                of(
                        "not-chat-model",
                        ErrorKind.NOT_CHAT_MODEL,
                        "",
                        "4.2",
                        said(
                                422,
                                HF_INFERENCE,
                                JSON,
                                "{\"error\":\"Template error: template not found\",\"error_type\":\"template_error\"}")),
                of(
                        "not-chat-model",
                        ErrorKind.NOT_CHAT_MODEL,
                        "",
                        "4.2",
                        said(
                                404,
                                ROUTER,
                                JSON,
                                "{\"error\":{\"message\":\"This is not a chat model and thus not supported in the"
                                        + " v1/chat/completions endpoint\"}}")),
                of(
                        "retired",
                        ErrorKind.MODEL_RETIRED,
                        "",
                        "recorded with groq",
                        json(
                                400,
                                "{\"error\":{\"message\":\"The model `m` has been decommissioned and is no longer supported.\","
                                        + "\"type\":\"invalid_request_error\",\"code\":\"model_decommissioned\"}}")),
                of(
                        "retired",
                        ErrorKind.MODEL_RETIRED,
                        "",
                        "recorded with xai",
                        json(
                                404,
                                "{\"error\":\"The model m-beta was deprecated on 2025-09-15 and is no longer accessible\"}")),
                of(
                        "not-served",
                        ErrorKind.MODEL_NOT_FOUND,
                        "not_served",
                        "4.2",
                        json(
                                400,
                                "{\"error\":{\"message\":\"The requested model 'org/m' is not supported by any provider you have"
                                        + " enabled.\",\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":"
                                        + "\"model_not_supported\"}}")),
                of(
                        "not-served",
                        ErrorKind.MODEL_NOT_FOUND,
                        "not_served",
                        "4.2",
                        json(400, "{\"error\":\"Model not supported by provider together\"}")),
                of(
                        "context",
                        ErrorKind.CONTEXT_LENGTH,
                        "",
                        "4.2",
                        said(
                                400,
                                DEDICATED,
                                JSON,
                                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens. However, you"
                                        + " requested 5000.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}")),
                of(
                        "context",
                        ErrorKind.CONTEXT_LENGTH,
                        "",
                        "4.2",
                        said(
                                400,
                                DEDICATED,
                                JSON,
                                "{\"error\":{\"code\":400,\"message\":\"the request exceeds\",\"type\":\"exceed_context_size_error\","
                                        + "\"n_prompt_tokens\":9000,\"n_ctx\":4096}}")),
                of(
                        "context",
                        ErrorKind.CONTEXT_LENGTH,
                        "",
                        "4.2",
                        said(
                                422,
                                HF_INFERENCE,
                                JSON,
                                "{\"error\":\"Input validation error: `inputs` must have less than 4095 tokens. Given: 5000\","
                                        + "\"error_type\":\"validation\"}")),
                of(
                        "content",
                        ErrorKind.CONTENT_BLOCKED,
                        "",
                        "4.4#12",
                        json(400, "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\"}}")),
                of(
                        "no-such-model",
                        ErrorKind.MODEL_NOT_FOUND,
                        "",
                        "4.2",
                        said(404, HF_INFERENCE, JSON, "{\"error\":\"Model org/m does not exist\"}")),
                of(
                        "no-such-model",
                        ErrorKind.MODEL_NOT_FOUND,
                        "",
                        "4.2",
                        said(404, HF_INFERENCE, "text/plain", "Not Found")),
                of(
                        "no-such-model",
                        ErrorKind.MODEL_NOT_FOUND,
                        "",
                        "4.2",
                        said(
                                404,
                                DEDICATED,
                                JSON,
                                "{\"error\":{\"message\":\"The model `x` is unknown.\",\"type\":\"NotFoundError\",\"param\":\"model\","
                                        + "\"code\":404}}")),
                of(
                        "retired-host",
                        ErrorKind.CONFIGURATION,
                        "retired_host",
                        "1.1",
                        said(
                                410,
                                "https://api-inference.huggingface.co/models/org/m",
                                "text/plain",
                                "https://api-inference.huggingface.co is no longer supported. Please use"
                                        + " https://router.huggingface.co instead.")),
                of(
                        "wrong-url",
                        ErrorKind.INVALID_REQUEST,
                        "wrong_url",
                        "4.2",
                        said(404, ROUTER, "text/html", "<html><pre>Cannot POST /v2/chat</pre></html>")),
                of("wrong-url", ErrorKind.INVALID_REQUEST, "wrong_url", "4.2", json(415, "")),
                of(
                        "paused",
                        ErrorKind.ENDPOINT_UNAVAILABLE,
                        "paused",
                        "4.2",
                        said(400, DEDICATED, JSON, "{\"error\":\"Bad Request: Invalid state\"}")),
                of("timeout-408", ErrorKind.SERVER_ERROR, "gateway_timeout", "4.2", json(408, "")),
                of(
                        "overloaded",
                        ErrorKind.OVERLOADED,
                        "",
                        "4.2",
                        said(
                                429,
                                DEDICATED,
                                JSON,
                                "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}")),
                of(
                        "overloaded",
                        ErrorKind.OVERLOADED,
                        "",
                        "3.3",
                        inStream("{\"error\":{\"message\":\"Model is overloaded\",\"http_status_code\":422}}")),
                of(
                        "overloaded",
                        ErrorKind.OVERLOADED,
                        "",
                        "4.2",
                        json(500, "{\"error\":\"Model too busy, unable to get response in less than 120 second(s)\"}")),
                of(
                        "generation",
                        ErrorKind.SERVER_ERROR,
                        "generation",
                        "3.3",
                        inStream(
                                "{\"error\":{\"message\":\"Request failed during generation: x\",\"http_status_code\":422}}")),
                of(
                        "generation",
                        ErrorKind.SERVER_ERROR,
                        "generation",
                        "4.2",
                        said(
                                424,
                                DEDICATED,
                                JSON,
                                "{\"error\":\"Request failed during generation: x\",\"error_type\":\"generation\"}")),
                of(
                        "too-large",
                        ErrorKind.INVALID_REQUEST,
                        "too_large",
                        "4.2",
                        said(413, DEDICATED, "text/plain", "Failed to buffer the request body: length limit exceeded")),
                of(
                        "invalid",
                        ErrorKind.INVALID_REQUEST,
                        "",
                        "4.2",
                        said(
                                422,
                                HF_INFERENCE,
                                "text/plain",
                                "Failed to deserialize the JSON body into the target type: missing field `messages`")),
                of(
                        "invalid",
                        ErrorKind.INVALID_REQUEST,
                        "",
                        "4.2",
                        said(
                                400,
                                DEDICATED,
                                JSON,
                                "{\"error\":\"`inputs` cannot be empty\",\"error_type\":\"Empty\"}")),
                of(
                        "invalid",
                        ErrorKind.INVALID_REQUEST,
                        "",
                        "3.3",
                        inStream(
                                "{\"error\":{\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}")),
                of(
                        "invalid",
                        ErrorKind.INVALID_REQUEST,
                        "",
                        "3.3",
                        inStream(
                                "{\"error\":\"Input validation error: `stop` supports up to 4\",\"error_type\":\"validation\"}")),
                of(
                        "invalid",
                        ErrorKind.INVALID_REQUEST,
                        "",
                        "4.2",
                        said(
                                500,
                                DEDICATED,
                                JSON,
                                "{\"error\":{\"code\":500,\"message\":\"image input is not supported - hint: if this is unexpected,"
                                        + " you may need to provide the mmproj\",\"type\":\"server_error\"}}")),
                of(
                        "rate",
                        ErrorKind.RATE_LIMITED,
                        "",
                        "4.2",
                        with(json(429, "{\"error\":\"slow down\"}"), "Retry-After", "7")),
                of(
                        "rate",
                        ErrorKind.RATE_LIMITED,
                        "",
                        "4.2",
                        json(429, "{\"error\":\"We had to rate limit your IP (1.2.3.4).\"}")),
                of(
                        "loading",
                        ErrorKind.MODEL_LOADING,
                        "",
                        "4.2",
                        said(
                                503,
                                HF_INFERENCE,
                                JSON,
                                "{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}")),
                of(
                        "loading",
                        ErrorKind.MODEL_LOADING,
                        "",
                        "4.2",
                        inStream("{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}")),
                of(
                        "loading",
                        ErrorKind.MODEL_LOADING,
                        "",
                        "4.2",
                        said(
                                503,
                                "http://127.0.0.1:8080/v1/chat/completions",
                                JSON,
                                "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}")),
                of(
                        "queue",
                        ErrorKind.OVERLOADED,
                        "",
                        "4.2",
                        said(503, DEDICATED, JSON, "{\"error\":\"Request queue is full\"}")),
                of(
                        "starting",
                        ErrorKind.MODEL_LOADING,
                        "scaled_to_zero",
                        "4.2",
                        said(503, DEDICATED, JSON, "{\"error\":\"503 Service Unavailable\"}")),
                of(
                        "failed",
                        ErrorKind.SERVER_ERROR,
                        "",
                        "4.2",
                        said(502, ROUTER, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")),
                of(
                        "failed",
                        ErrorKind.SERVER_ERROR,
                        "",
                        "3.3",
                        inStream("{\"code\":500,\"message\":\"slot died\",\"type\":\"server_error\"}")),
                of(
                        "timeout-504",
                        ErrorKind.SERVER_ERROR,
                        "gateway_timeout",
                        "4.2",
                        said(504, ROUTER, "text/html", "<html><h1>504 Gateway Time-out</h1></html>")),
                of(
                        "not-an-answer",
                        ErrorKind.MALFORMED_RESPONSE,
                        "",
                        "4.4#25",
                        said(200, ROUTER, "text/html", "<html><title>Sign in to the network</title></html>")));
    }

    private static Sample of(String row, ErrorKind kind, String reason, String section, ErrorFacts facts) {
        return new Sample(row, kind, reason, section, facts);
    }
}
