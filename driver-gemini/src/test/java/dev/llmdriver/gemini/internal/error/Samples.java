package dev.llmdriver.gemini.internal.error;

import static dev.llmdriver.error.ErrorKind.AUTHENTICATION;
import static dev.llmdriver.error.ErrorKind.CONTENT_BLOCKED;
import static dev.llmdriver.error.ErrorKind.CONTEXT_LENGTH;
import static dev.llmdriver.error.ErrorKind.INVALID_REQUEST;
import static dev.llmdriver.error.ErrorKind.MALFORMED_RESPONSE;
import static dev.llmdriver.error.ErrorKind.MODEL_NOT_FOUND;
import static dev.llmdriver.error.ErrorKind.MODEL_RETIRED;
import static dev.llmdriver.error.ErrorKind.NOT_CHAT_MODEL;
import static dev.llmdriver.error.ErrorKind.OVERLOADED;
import static dev.llmdriver.error.ErrorKind.PERMISSION_DENIED;
import static dev.llmdriver.error.ErrorKind.QUOTA_EXHAUSTED;
import static dev.llmdriver.error.ErrorKind.RATE_LIMITED;
import static dev.llmdriver.error.ErrorKind.SERVER_ERROR;
import static dev.llmdriver.gemini.internal.error.Sample.body;
import static dev.llmdriver.gemini.internal.error.Sample.google;
import static dev.llmdriver.gemini.internal.error.Sample.inStream;
import static dev.llmdriver.gemini.internal.error.Sample.instead;
import static dev.llmdriver.gemini.internal.error.Sample.quota;
import static dev.llmdriver.gemini.internal.error.Sample.reason;
import static dev.llmdriver.gemini.internal.error.Sample.retry;
import static dev.llmdriver.gemini.internal.error.Sample.said;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import java.util.List;
import java.util.stream.Stream;

/** What Gemini says, in the words that the wire page's section 4.1 reports; in the table's order. */
final class Samples {
    /** A model that was heard of before, and does not chat. */
    static final String EMBEDDER = "models/gemini-embedding-001";

    private static final String ARGUMENT = "INVALID_ARGUMENT";
    private static final String DENIED = "PERMISSION_DENIED";
    private static final String EXHAUSTED = "RESOURCE_EXHAUSTED";
    private static final String PER_MINUTE = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
    private static final String PER_DAY = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";

    private Samples() {}

    static List<Sample> all() {
        return Stream.of(
                        insteadOfAnAnswer(), whoAsks(), forbidden(), whichModel(), whatIsAsked(), howMuch(), failures())
                .flatMap(List::stream)
                .toList();
    }

    private static Sample of(String row, ErrorKind kind, String reason, String section, ErrorFacts facts) {
        return new Sample(row, kind, reason, section, facts);
    }

    private static List<Sample> insteadOfAnAnswer() {
        return List.of(
                of("prompt-blocked", CONTENT_BLOCKED, "prompt", "4.2#21", instead("blockReason", "SAFETY")),
                of("prompt-blocked", CONTENT_BLOCKED, "prompt", "4.2#21", instead("blockReason", "TOMORROW")),
                of(
                        "no-signature",
                        INVALID_REQUEST,
                        "thought_signature",
                        "4.2#24",
                        instead("finishReason", "MISSING_THOUGHT_SIGNATURE")),
                of(
                        "broken-answer",
                        MALFORMED_RESPONSE,
                        "model_output",
                        "4.2#23",
                        instead("finishReason", "MALFORMED_FUNCTION_CALL")),
                of(
                        "broken-answer",
                        MALFORMED_RESPONSE,
                        "model_output",
                        "4.2#23",
                        instead("finishReason", "UNEXPECTED_TOOL_CALL")),
                of(
                        "broken-answer",
                        MALFORMED_RESPONSE,
                        "model_output",
                        "3.1",
                        instead("finishReason", "TOO_MANY_TOOL_CALLS")),
                of(
                        "broken-answer",
                        MALFORMED_RESPONSE,
                        "model_output",
                        "4.2#23",
                        instead("finishReason", "MALFORMED_RESPONSE")),
                of("answer-blocked", CONTENT_BLOCKED, "answer", "4.2#22", instead("finishReason", "RECITATION")));
    }

    private static List<Sample> whoAsks() {
        return List.of(
                of(
                        "several-keys",
                        AUTHENTICATION,
                        "several_keys",
                        "4.1",
                        google(400, ARGUMENT, "Multiple authentication credentials received. Please pass only one.")),
                of(
                        "key",
                        AUTHENTICATION,
                        "invalid_key",
                        "4.1",
                        google(
                                400,
                                ARGUMENT,
                                "API key not valid. Please pass a valid API key.",
                                reason("API_KEY_INVALID"))),
                of(
                        "key",
                        AUTHENTICATION,
                        "invalid_key",
                        "4.1",
                        google(400, ARGUMENT, "API key expired. Please renew the API key.")),
                of(
                        "key",
                        AUTHENTICATION,
                        "invalid_key",
                        "4.1",
                        google(400, ARGUMENT, "oops", reason("API_KEY_INVALID"))),
                of(
                        "unauthenticated",
                        AUTHENTICATION,
                        "wrong_credentials",
                        "4.1",
                        google(
                                401,
                                "UNAUTHENTICATED",
                                "Request had invalid authentication credentials. Expected OAuth 2 access token",
                                reason("ACCESS_TOKEN_TYPE_UNSUPPORTED"))),
                of(
                        "credits",
                        QUOTA_EXHAUSTED,
                        "credits",
                        "4.1",
                        google(402, EXHAUSTED, "Your prepayment credits are depleted.")),
                of(
                        "credits",
                        QUOTA_EXHAUSTED,
                        "credits",
                        "4.2#3",
                        google(429, EXHAUSTED, "Your prepayment credits are depleted.")),
                of(
                        "credits",
                        QUOTA_EXHAUSTED,
                        "credits",
                        "4.1",
                        google(429, EXHAUSTED, "Your project has exceeded its monthly spending cap.")),
                of(
                        "billing",
                        QUOTA_EXHAUSTED,
                        "billing",
                        "4.1",
                        google(
                                400,
                                "FAILED_PRECONDITION",
                                "Gemini API free tier is not available in your country. Please enable billing")),
                of(
                        "billing",
                        QUOTA_EXHAUSTED,
                        "billing",
                        "4.2#3",
                        google(403, DENIED, "no", reason("BILLING_DISABLED"))));
    }

    private static List<Sample> forbidden() {
        return List.of(
                of(
                        "no-key",
                        AUTHENTICATION,
                        "missing_key",
                        "4.1",
                        google(403, DENIED, "Method doesn't allow unregistered callers (callers without identity)")),
                of(
                        "leaked-key",
                        AUTHENTICATION,
                        "leaked_key",
                        "4.1",
                        google(403, DENIED, "Your API key was reported as leaked. Please use another API key.")),
                of(
                        "suspended",
                        AUTHENTICATION,
                        "suspended",
                        "4.1",
                        google(403, DENIED, "Permission denied: Consumer 'api_key:AIzaX' has been suspended.")),
                of(
                        "suspended",
                        AUTHENTICATION,
                        "suspended",
                        "4.1",
                        google(403, DENIED, "no", reason("CONSUMER_SUSPENDED"))),
                of(
                        "stale-cache",
                        INVALID_REQUEST,
                        "cached_content",
                        "2.3",
                        google(403, DENIED, "CachedContent not found (or permission denied)")),
                of(
                        "service",
                        PERMISSION_DENIED,
                        "service_disabled",
                        "4.1",
                        google(
                                403,
                                DENIED,
                                "Generative Language API has not been used in project 1 before or it is disabled",
                                reason("SERVICE_DISABLED"))),
                of(
                        "key-restricted",
                        PERMISSION_DENIED,
                        "key_restricted",
                        "4.1",
                        google(403, DENIED, "Requests to this API are blocked.", reason("API_KEY_SERVICE_BLOCKED"))),
                of(
                        "key-restricted",
                        PERMISSION_DENIED,
                        "key_restricted",
                        "4.2#6",
                        google(403, DENIED, "blocked", reason("API_KEY_HTTP_REFERRER_BLOCKED"))),
                of(
                        "key-restricted",
                        PERMISSION_DENIED,
                        "key_restricted",
                        "4.2#6",
                        google(403, DENIED, "blocked", reason("API_KEY_IP_ADDRESS_BLOCKED"))),
                of(
                        "forbidden",
                        PERMISSION_DENIED,
                        "",
                        "4.2#6",
                        google(403, DENIED, "The caller does not have permission")),
                of(
                        "region",
                        PERMISSION_DENIED,
                        "region",
                        "4.1",
                        google(400, "FAILED_PRECONDITION", "User location is not supported for the API use.")));
    }

    private static List<Sample> whichModel() {
        return List.of(
                of(
                        "context",
                        CONTEXT_LENGTH,
                        "",
                        "4.1",
                        google(
                                400,
                                ARGUMENT,
                                "The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).")),
                of(
                        "context",
                        CONTEXT_LENGTH,
                        "",
                        "4.2#8",
                        google(
                                400,
                                ARGUMENT,
                                "The input token count exceeds the maximum number of tokens allowed 1048576.")),
                of(
                        "interactions",
                        NOT_CHAT_MODEL,
                        "",
                        "4.1",
                        google(400, ARGUMENT, "This model only supports Interactions API.")),
                of(
                        "interactions",
                        NOT_CHAT_MODEL,
                        "",
                        "4.1",
                        google(400, ARGUMENT, "Multiturn chat is not enabled for models/x")),
                of(
                        "modality",
                        NOT_CHAT_MODEL,
                        "modality",
                        "4.1",
                        google(
                                400,
                                ARGUMENT,
                                "The requested combination of response modalities (TEXT) is not supported by the model."
                                        + " models/x accepts the following combination of response modalities:\\n* AUDIO\\n")),
                of(
                        "retired",
                        MODEL_RETIRED,
                        "",
                        "4.1",
                        google(404, "NOT_FOUND", "This model models/x is no longer available to new users.")),
                of(
                        "other-model",
                        NOT_CHAT_MODEL,
                        "",
                        "4.2#10",
                        google(
                                404,
                                "NOT_FOUND",
                                EMBEDDER
                                        + " is not found for API version v1beta, or is not supported for generateContent.")),
                of(
                        "no-model",
                        MODEL_NOT_FOUND,
                        "",
                        "4.1",
                        google(
                                404,
                                "NOT_FOUND",
                                "models/x is not found for API version v1beta, or is not supported for generateContent.")),
                of(
                        "no-model",
                        MODEL_NOT_FOUND,
                        "",
                        "8",
                        google(404, "NOT_FOUND", "Publisher Model `projects/p/x` was not found or your project")),
                of("model-path", MODEL_NOT_FOUND, "", "4.2#11", said(404, "")));
    }

    private static List<Sample> whatIsAsked() {
        return List.of(
                of(
                        "signature",
                        INVALID_REQUEST,
                        "thought_signature",
                        "4.1",
                        google(400, ARGUMENT, "Function call is missing a thought_signature in functionCall parts.")),
                of(
                        "signature",
                        INVALID_REQUEST,
                        "thought_signature",
                        "4.1",
                        google(400, ARGUMENT, "Corrupted thought signature.")),
                of(
                        "turns",
                        INVALID_REQUEST,
                        "turn_order",
                        "2.1",
                        google(
                                400,
                                ARGUMENT,
                                "Please ensure that function call turn comes immediately after a user turn or after a"
                                        + " function response turn.")),
                of(
                        "turns",
                        INVALID_REQUEST,
                        "turn_order",
                        "2.1",
                        google(
                                400,
                                ARGUMENT,
                                "Please ensure that the number of function response parts is equal to the number of"
                                        + " function call parts")),
                of(
                        "turns",
                        INVALID_REQUEST,
                        "turn_order",
                        "2.1",
                        google(400, ARGUMENT, "Requests ending with a model turn are not supported.")),
                of(
                        "turns",
                        INVALID_REQUEST,
                        "turn_order",
                        "2.1",
                        google(400, ARGUMENT, "Please use a valid role: user, model.")),
                of(
                        "schema",
                        INVALID_REQUEST,
                        "schema",
                        "2.4",
                        google(
                                400,
                                ARGUMENT,
                                "Request contains an invalid argument.",
                                "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"description\":"
                                        + "\"The specified schema produces a constraint that has too many states for serving.\"}]}")),
                of(
                        "field",
                        INVALID_REQUEST,
                        "unknown_field",
                        "2",
                        google(
                                400,
                                ARGUMENT,
                                "Invalid JSON payload received. Unknown name \\\"x\\\" at 'generation_config': Cannot find field.")),
                of(
                        "field",
                        INVALID_REQUEST,
                        "unknown_field",
                        "2",
                        google(400, ARGUMENT, "Proto field is not repeating, cannot start list.")),
                of(
                        "not-enabled",
                        INVALID_REQUEST,
                        "not_enabled",
                        "4.1",
                        google(400, ARGUMENT, "Penalty is not enabled for models/x")),
                of(
                        "not-enabled",
                        INVALID_REQUEST,
                        "not_enabled",
                        "2.3",
                        google(400, ARGUMENT, "Tool use with function calling is unsupported")),
                of(
                        "too-large",
                        INVALID_REQUEST,
                        "too_large",
                        "4.1",
                        said(413, "<html>Request Entity Too Large</html>")),
                of(
                        "too-large",
                        INVALID_REQUEST,
                        "too_large",
                        "2.1",
                        google(400, ARGUMENT, "Request payload size exceeds the limit: 4194304 bytes.")),
                of(
                        "invalid",
                        INVALID_REQUEST,
                        "",
                        "4.1",
                        google(400, ARGUMENT, "Request contains an invalid argument.")),
                of(
                        "invalid",
                        INVALID_REQUEST,
                        "",
                        "4.2#12",
                        inStream(body(404, "NOT_FOUND", "file files/abc does not exist"))));
    }

    private static List<Sample> howMuch() {
        return List.of(
                of(
                        "plan",
                        QUOTA_EXHAUSTED,
                        "plan",
                        "4.1",
                        google(
                                429,
                                EXHAUSTED,
                                "You exceeded your current quota.\\n* Quota exceeded for metric: m, limit: 0, model: x",
                                quota(PER_DAY),
                                retry("48s"))),
                of(
                        "daily",
                        QUOTA_EXHAUSTED,
                        "daily",
                        "4.2#14",
                        google(429, EXHAUSTED, "limit: 20, model: x", quota(PER_MINUTE, PER_DAY), retry("38s"))),
                of(
                        "daily",
                        QUOTA_EXHAUSTED,
                        "daily",
                        "4.2#14",
                        google(429, EXHAUSTED, "limit: 20", quota("RequestsDaily"))),
                of(
                        "capacity",
                        OVERLOADED,
                        "",
                        "4.2#17",
                        google(429, EXHAUSTED, "no capacity", reason("MODEL_CAPACITY_EXHAUSTED"))),
                of("capacity", OVERLOADED, "", "4.2#17", google(429, EXHAUSTED, "The model is overloaded.")),
                of(
                        "tokens",
                        RATE_LIMITED,
                        "input_tokens",
                        "4.2#15",
                        google(
                                429,
                                EXHAUSTED,
                                "Quota exceeded for metric: m, limit: 250000",
                                quota("GenerateContentInputTokensPerModelPerMinute-FreeTier"),
                                retry("48s"))),
                of(
                        "tokens",
                        RATE_LIMITED,
                        "input_tokens",
                        "4.2#15",
                        google(
                                429,
                                EXHAUSTED,
                                "Quota exceeded for metric: m, limit: 1000000",
                                quota(PER_MINUTE, "GenerateContentPaidTierInputTokensPerModelPerMinute"))),
                of(
                        "rate",
                        RATE_LIMITED,
                        "",
                        "4.1",
                        google(
                                429,
                                EXHAUSTED,
                                "Quota exceeded for metric: m, limit: 10",
                                quota(PER_MINUTE),
                                retry("34.07s"))),
                of(
                        "rate",
                        RATE_LIMITED,
                        "",
                        "4.1",
                        google(429, EXHAUSTED, "Resource has been exhausted (e.g. check quota).")),
                of("rate", RATE_LIMITED, "", "4.2#13", google(429, EXHAUSTED, "limit: 0.5 per second")),
                of(
                        "overloaded",
                        OVERLOADED,
                        "",
                        "4.1",
                        google(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")),
                of("overloaded", OVERLOADED, "", "4.2#17", said(529, "")),
                of(
                        "overloaded",
                        OVERLOADED,
                        "",
                        "4.2#17",
                        google(500, "INTERNAL", "This model is currently experiencing high demand.")),
                of("overloaded", OVERLOADED, "", "3.4", inStream("[" + body(503, "UNAVAILABLE", "shed") + "]")));
    }

    private static List<Sample> failures() {
        return List.of(
                of(
                        "deadline",
                        SERVER_ERROR,
                        "gateway_timeout",
                        "4.1",
                        google(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.")),
                of("deadline", SERVER_ERROR, "gateway_timeout", "4.2#18", said(408, "")),
                of("deadline", SERVER_ERROR, "gateway_timeout", "4.2#18", google(500, "DEADLINE_EXCEEDED", "late")),
                of(
                        "cancelled",
                        SERVER_ERROR,
                        "cancelled",
                        "4.1",
                        google(499, "CANCELLED", "The operation was cancelled.")),
                of("internal", SERVER_ERROR, "", "4.1", google(500, "INTERNAL", "An internal error has occurred.")),
                of("internal", SERVER_ERROR, "", "4.2#20", said(502, "<html><h1>Bad Gateway</h1></html>")),
                of("not-an-answer", MALFORMED_RESPONSE, "", "4.2#25", said(200, "<html>hello</html>")));
    }
}
