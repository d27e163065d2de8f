package dev.llmdriver.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The errors that Hugging Face, its proxies and the engines behind it really send, in their words. */
public final class HuggingFaceErrors {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HuggingFaceErrors() {}

    // 400

    /** {@return 400 {@code model_not_supported}: the model exists but does not chat} */
    public static Reply notChatModel(String model) {
        return openAi(
                400,
                "The requested model '" + model + "' is not a chat model.",
                "invalid_request_error",
                "model",
                "model_not_supported");
    }

    /** {@return 400 {@code model_not_supported}: the same code, but nobody serves the model} */
    public static Reply notServed(String model) {
        return openAi(
                400,
                "The requested model '" + model + "' is not supported by any provider you have enabled.",
                "invalid_request_error",
                "model",
                "model_not_supported");
    }

    /** {@return 400 from a pinned provider's path, the error being a string} */
    public static Reply providerDoesNotServe(String provider) {
        return plain(400, "Model not supported by provider " + provider);
    }

    /** {@return 400 for a model that wants a subscription} */
    public static Reply proSubscription() {
        return plain(400, "Model requires a Pro subscription");
    }

    /** {@return 400 from a dedicated endpoint that somebody paused: only a person can wake it} */
    public static Reply paused() {
        return plain(400, "Bad Request: Invalid state");
    }

    /** {@return vLLM's 400 for a prompt that does not fit} */
    public static Reply contextLength(int limit) {
        return HuggingFaceDialect.VLLM.error(new TwinError(
                TwinError.Kind.INVALID,
                "This model's maximum context length is " + limit + " tokens. However, you requested " + (limit + 1)
                        + " tokens."));
    }

    /** {@return vLLM's 400 for a base model without a chat template} */
    public static Reply chatTemplateMissing() {
        return HuggingFaceDialect.VLLM.error(
                new TwinError(TwinError.Kind.INVALID, "tokenizer.chat_template is not set and no template was passed"));
    }

    // 401, 402, 403

    /** {@return 401 for a wrong token} */
    public static Reply wrongToken() {
        return plain(401, "Invalid username or password.");
    }

    /** {@return 401 for a header that is no token} */
    public static Reply malformedToken() {
        return plain(401, "Invalid credentials in Authorization header");
    }

    /** {@return 401 without a body, as TGI and TEI send it} */
    public static Reply unauthorizedWithoutBody() {
        return Reply.empty(401);
    }

    /** {@return 402 when the month's credits are used up} */
    public static Reply creditsExhausted() {
        return plain(
                402,
                "You have depleted your monthly included credits. Purchase pre-paid credits to continue using Inference "
                        + "Providers.");
    }

    /** {@return 402 in the words of 2025} */
    public static Reply creditsExceeded() {
        return plain(402, "You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO");
    }

    /** {@return 402 when a provider's free allowance is used up} */
    public static Reply freeUsageLimit(String provider) {
        return plain(402, "You have reached the free monthly usage limit for " + provider + ". Add pre-paid credits");
    }

    /** {@return a provider's own complaint about money, although Hugging Face pays} */
    public static Reply providerBalance() {
        return Reply.json(403, "{\"code\":403,\"reason\":\"NOT_ENOUGH_BALANCE\",\"message\":\"not enough balance\"}");
    }

    /** {@return 403 for a token without the scope for inference} */
    public static Reply missingScope(String user) {
        return plain(
                403,
                "This authentication method does not have sufficient permissions to call Inference Providers on behalf of "
                        + "user " + user);
    }

    /** {@return 403 for a model whose terms were not accepted} */
    public static Reply gated(String model) {
        return plain(
                        403,
                        "Access to model " + model + " is restricted and you are not in the authorized list. Visit "
                                + "https://huggingface.co/" + model + " to ask for access.")
                .with(reply -> reply.header("X-Error-Code", "GatedRepo"));
    }

    /** {@return 403 for a model that hf-inference does not load} */
    public static Reply tooLarge(String model) {
        return plain(403, "The model " + model + " is too large to be loaded automatically (16GB > 10GB).");
    }

    /** {@return 403 as a page of the content network} */
    public static Reply edgeBlock() {
        return Reply.html(403, "403 Forbidden");
    }

    // 404 to 424

    /** {@return hf-inference's 404 for a model that does not exist} */
    public static Reply modelDoesNotExist(String model) {
        return plain(404, "Model " + model + " does not exist");
    }

    /** {@return 404 as plain text: a wrong path, or a model that is not deployed} */
    public static Reply notFound() {
        return Reply.text(404, "Not Found");
    }

    /** {@return 404 as a page of a web framework} */
    public static Reply cannotPost(String path) {
        return Reply.html(404, "Cannot POST " + path);
    }

    /** {@return vLLM's 404 for a model that it does not serve} */
    public static Reply unknownServedModel(String model) {
        return HuggingFaceDialect.VLLM.error(new TwinError(TwinError.Kind.UNKNOWN_MODEL, model));
    }

    /** {@return 410 as the retired host sends it} */
    public static Reply retiredHost() {
        return Reply.text(
                410,
                "https://api-inference.huggingface.co is no longer supported. Please use "
                        + "https://router.huggingface.co instead.");
    }

    /** {@return 413 as plain text} */
    public static Reply bodyTooLarge() {
        return Reply.text(413, "Failed to buffer the request body: length limit exceeded");
    }

    /** {@return TGI's 422 for a value out of range} */
    public static Reply validation(String message) {
        return typed(422, "Input validation error: " + message, "validation");
    }

    /** {@return TGI's 422 for a prompt that does not fit} */
    public static Reply inputTooLong(int limit, int given) {
        return validation("`inputs` tokens + `max_new_tokens` must be <= " + limit + ". Given: " + given
                + " `inputs` tokens and 100 `max_new_tokens`");
    }

    /** {@return TGI's 422 for a base model without a chat template} */
    public static Reply templateMissing() {
        return typed(422, "Template error: template not found", "template_error");
    }

    /** {@return 422 as plain text: a body of the wrong shape} */
    public static Reply unreadableBody(String detail) {
        return Reply.text(422, "Failed to deserialize the JSON body into the target type: " + detail);
    }

    /** {@return TGI's 424 when generating broke} */
    public static Reply generationFailed() {
        return typed(424, "Request failed during generation: Server error", "generation");
    }

    // 429 and above

    /** {@return TGI's 429 when too many requests are open} */
    public static Reply overloaded() {
        return typed(429, "Model is overloaded", "overloaded");
    }

    /** {@return 429 with hints when to come back; a provider's throttling has been seen without any} */
    public static Reply rateLimited(RetryHint... hints) {
        return openAi(429, "Too many requests", "rate_limit_error", null, "rate_limited")
                .with(reply -> reply.hint(hints));
    }

    /** {@return the Hub's 429 for an address} */
    public static Reply rateLimitedAddress() {
        return Reply.text(429, "We had to rate limit your IP.")
                .with(reply -> reply.hint(RetryHint.rateLimit(0, Duration.ofSeconds(295)))
                        .header("RateLimit-Policy", "\"fixed window\";\"api\";q=1000;w=300"));
    }

    /** {@return 500 when a model took too long} */
    public static Reply tooBusy() {
        return plain(500, "Model too busy, unable to get response in less than 120 second(s)");
    }

    /** {@return 502 as a page of the content network} */
    public static Reply badGateway() {
        return Reply.html(502, "502 Bad Gateway");
    }

    /** {@return 503 while a model loads, with the seconds it is thought to take} */
    public static Reply loading(String model, double estimatedSeconds) {
        return Reply.json(503, loadingText(model, estimatedSeconds));
    }

    /** {@return the same inside a 200, which has been seen} */
    public static Reply loadingInside200(String model, double estimatedSeconds) {
        return Reply.json(200, loadingText(model, estimatedSeconds));
    }

    /** {@return replies that count the loading time down in equal steps; enqueue them before the answer} */
    public static Reply[] loadingCountdown(String model, int times, double firstEstimate) {
        return IntStream.range(0, times)
                .mapToObj(i -> loading(model, firstEstimate * (times - i) / times))
                .toArray(Reply[]::new);
    }

    /** {@return 503 from a dedicated endpoint that starts, from zero or anew} */
    public static Reply scaledToZero() {
        return plain(503, "503 Service Unavailable");
    }

    /** {@return llama.cpp's 503 while it loads} */
    public static Reply llamaCppLoading() {
        return HuggingFaceDialect.LLAMA_CPP.error(TwinError.of(TwinError.Kind.LOADING));
    }

    /** {@return TGI's 503 when it is not well} */
    public static Reply unhealthy() {
        return typed(503, "unhealthy", "healthcheck");
    }

    /** {@return 504 as a page of the gateway} */
    public static Reply gatewayTimeout() {
        return Reply.html(504, "504 Gateway Time-out");
    }

    // Shapes

    /** {@return an error that is a list of texts} */
    public static Reply list(int status, String... texts) {
        ObjectNode body = JSON.objectNode();
        for (String text : texts) {
            body.withArray("/error").add(text);
        }
        return Reply.json(status, body.toString());
    }

    /** {@return FastAPI's form: {@code detail} with places and messages} */
    public static Reply detail(int status, String message) {
        ObjectNode body = JSON.objectNode();
        body.putArray("detail")
                .addObject()
                .put("msg", message)
                .put("type", "value_error")
                .putArray("loc")
                .add("body");
        return Reply.json(status, body.toString());
    }

    /** {@return {@code application/problem+json}} */
    public static Reply problem(int status, String title, String detail) {
        ObjectNode body =
                JSON.objectNode().put("title", title).put("detail", detail).put("status", status);
        return Reply.json(status, body.toString()).with(reply -> reply.contentType("application/problem+json"));
    }

    /** {@return FastAPI's short form: {@code detail} with a text} */
    public static Reply detailText(int status, String message) {
        return Reply.json(status, JSON.objectNode().put("detail", message).toString());
    }

    /** {@return the Hub's form: {@code errors} with messages} */
    public static Reply errors(int status, String message) {
        ObjectNode body = JSON.objectNode();
        body.putArray("errors").addObject().put("message", message);
        return Reply.json(status, body.toString());
    }

    /** {@return the old hf-inference's form: an error that says nothing, and warnings that do} */
    public static Reply warnings(int status, String warning) {
        ObjectNode body = JSON.objectNode().put("error", "unknown error");
        body.putArray("warnings").add(warning);
        return Reply.json(status, body.toString());
    }

    /** {@return Text Embeddings Inference's form on its OpenAI route: flat, with a numeric code} */
    public static Reply flat(int status, String message, String type) {
        return Reply.json(
                status,
                JSON.objectNode()
                        .put("message", message)
                        .put("code", status)
                        .put("type", type)
                        .toString());
    }

    /** {@return a gateway's form: a message, and an id to complain with} */
    public static Reply gateway(int status, String message) {
        return Reply.json(
                status,
                JSON.objectNode()
                        .put("message", message)
                        .put("request_id", "gw-1")
                        .toString());
    }

    /** {@return an error that is one string} */
    public static Reply plain(int status, String text) {
        return Reply.json(status, JSON.objectNode().put("error", text).toString());
    }

    /** {@return TGI's form: a string and its type} */
    public static Reply typed(int status, String text, String type) {
        return Reply.json(
                status,
                JSON.objectNode().put("error", text).put("error_type", type).toString());
    }

    /** {@return OpenAI's form, as the router sends it for models} */
    public static Reply openAi(int status, String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode body = JSON.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return Reply.json(status, body.toString());
    }

    private static String loadingText(String model, double estimatedSeconds) {
        return JSON.objectNode()
                .put("error", "Model " + model + " is currently loading")
                .put("estimated_time", estimatedSeconds)
                .toString();
    }
}
