package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.internal.GeminiFault;
import java.time.Duration;

/**
 * The errors that Gemini's API really sends, in its words. Each is the reply to a request that does not stream; see
 * {@link #inEventStream} and {@link #inArray} for the two ways of streaming, and {@link GeminiReplies#failing} for an error that
 * comes after a 200.
 */
public final class GeminiErrors {
    private static final String INVALID = "INVALID_ARGUMENT";
    private static final String EXHAUSTED = "RESOURCE_EXHAUSTED";
    private static final String DENIED = "PERMISSION_DENIED";

    private GeminiErrors() {}

    /** {@return any error without details} */
    public static Reply error(int code, String status, String message) {
        return new GeminiFault(code, status, message).reply();
    }

    // 400

    /** {@return 400, and not 401, for a wrong key} */
    public static Reply invalidKey() {
        return GeminiFault.invalid("API key not valid. Please pass a valid API key.")
                .errorInfo("API_KEY_INVALID")
                .localized()
                .reply();
    }

    /** {@return 400 for two keys, or a key and a token} */
    public static Reply multipleCredentials() {
        return invalid("Multiple authentication credentials received. Please pass only one.");
    }

    /** {@return 400 for a prompt that does not fit} */
    public static Reply contextLength(int used, int limit) {
        return invalid(
                "The input token count (" + used + ") exceeds the maximum number of tokens allowed (" + limit + ").");
    }

    /** {@return 400 for a field that the API does not know; {@code at} is empty at the top} */
    public static Reply unknownField(String name, String at) {
        String place = at.isEmpty() ? "" : " at '" + at + "'";
        String message =
                "Invalid JSON payload received. Unknown name \"" + name + "\"" + place + ": Cannot find field.";
        return GeminiFault.invalid(message).violation(at, message).reply();
    }

    /** {@return 400 for a value that is wrong, named in the details alone} */
    public static Reply invalidField(String field, String description) {
        return GeminiFault.invalid("Request contains an invalid argument.")
                .violation(field, description)
                .reply();
    }

    /** {@return 400 that says nothing} */
    public static Reply invalidArgument() {
        return invalid("Request contains an invalid argument.");
    }

    /** {@return any 400 of the caller's making} */
    public static Reply invalid(String message) {
        return error(400, INVALID, message);
    }

    /** {@return 400 for an agent that is no chat model} */
    public static Reply interactionsOnly() {
        return invalid("This model only supports Interactions API.");
    }

    /** {@return 400 for a model that speaks, draws or films, and does not write} */
    public static Reply noTextAnswers(String model) {
        return invalid("The requested combination of response modalities (TEXT) is not supported by the model. " + model
                + " accepts the following combination of response modalities:\n* AUDIO\n");
    }

    /** {@return 400 for something that a model cannot, such as {@code Function calling} or {@code Penalty}} */
    public static Reply notEnabled(String what, String model) {
        return invalid(what + " is not enabled for " + model);
    }

    /** {@return 400 for a call that came back without the signature it was sent with} */
    public static Reply missingSignature(String function, int position) {
        return invalid(
                "Function call is missing a thought_signature in functionCall parts. This is required for tools to "
                        + "work correctly, and missing thought_signature may lead to degraded model performance. Additional "
                        + "data, function call `default_api:" + function + "` , position " + position
                        + ". Please refer to "
                        + "https://ai.google.dev/gemini-api/docs/thought-signatures for more details.");
    }

    /** {@return 400 for a signature that was changed} */
    public static Reply corruptedSignature() {
        return invalid("Corrupted thought signature.");
    }

    /** {@return 400 for a role other than user and model} */
    public static Reply invalidRole() {
        return invalid("Please use a valid role: user, model.");
    }

    /** {@return 400 for a call that follows the wrong turn} */
    public static Reply turnOrder() {
        return invalid("Please ensure that function call turn comes immediately after a user turn or after a function "
                + "response turn.");
    }

    /** {@return 400 for more or fewer results than calls} */
    public static Reply unpairedResults() {
        return invalid(
                "Please ensure that the number of function response parts is equal to the number of function call "
                        + "parts of the function call turn.");
    }

    /** {@return 400 for a conversation whose last word is the model's} */
    public static Reply endsWithModelTurn() {
        return invalid("Requests ending with a model turn are not supported.");
    }

    /** {@return 400 for an explicit cache that is too small to be worth one} */
    public static Reply cacheTooSmall(int total, int least) {
        return invalid("Cached content is too small. total_token_count=" + total + ", min_total_token_count=" + least);
    }

    /** {@return 400 for a country where the API is not offered} */
    public static Reply wrongLocation() {
        return error(400, "FAILED_PRECONDITION", "User location is not supported for the API use.");
    }

    /** {@return 400 for a country where only paying callers are served} */
    public static Reply billingNeeded() {
        return error(
                400,
                "FAILED_PRECONDITION",
                "Gemini API free tier is not available in your country. Please enable billing on your project in Google "
                        + "AI Studio.");
    }

    // 401, 402, 403

    /** {@return 401 for a kind of key that this way of sending does not take} */
    public static Reply wrongTokenType() {
        return new GeminiFault(
                        401,
                        "UNAUTHENTICATED",
                        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
                                + "other valid authentication credential.")
                .errorInfo("ACCESS_TOKEN_TYPE_UNSUPPORTED")
                .reply();
    }

    /** {@return 401 for a key where a token is wanted} */
    public static Reply credentialsMissing() {
        return new GeminiFault(
                        401,
                        "UNAUTHENTICATED",
                        "API keys are not supported by this API. Expected OAuth2 access token or other authentication "
                                + "credentials that assert a principal.")
                .errorInfo("CREDENTIALS_MISSING")
                .reply();
    }

    /** {@return 402 when the money paid in advance is used up; {@link #creditsDepletedEarlier} until 2026} */
    public static Reply creditsDepleted() {
        return error(402, EXHAUSTED, "Your prepayment credits are depleted. Please add credits to your account.");
    }

    /** {@return 403 when no key reached the server} */
    public static Reply noKey() {
        return error(
                403,
                DENIED,
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
                        + "other form of API consumer identity to call this API.");
    }

    /** {@return 403 for a key that was seen in public} */
    public static Reply leakedKey() {
        return error(403, DENIED, "Your API key was reported as leaked. Please use another API key.");
    }

    /** {@return 403 for a suspended key, and that is no mistake: the message holds the whole key} */
    public static Reply suspended(String key) {
        return new GeminiFault(403, DENIED, "Permission denied: Consumer 'api_key:" + key + "' has been suspended.")
                .errorInfo("CONSUMER_SUSPENDED")
                .reply();
    }

    /** {@return 403 for a project that has not switched the API on} */
    public static Reply serviceDisabled(String project) {
        String page =
                "https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project="
                        + project;
        return new GeminiFault(
                        403,
                        DENIED,
                        "Generative Language API has not been used in project " + project
                                + " before or it is disabled. " + "Enable it by visiting " + page + " then retry.")
                .errorInfo("SERVICE_DISABLED")
                .help("Google developers console API activation", page)
                .reply();
    }

    /** {@return 403 for a key that may not be used for this API} */
    public static Reply serviceBlocked() {
        return new GeminiFault(
                        403,
                        DENIED,
                        "Requests to this API generativelanguage.googleapis.com method "
                                + "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent are blocked.")
                .errorInfo("API_KEY_SERVICE_BLOCKED")
                .reply();
    }

    /** {@return 403, and not 404, for a cache that has expired or never was} */
    public static Reply cachedContentNotFound() {
        return error(403, DENIED, "CachedContent not found (or permission denied)");
    }

    // 404, 413

    /** {@return 404 for an unknown model, and for a known one that does something else: the words are the same} */
    public static Reply notFound(String model, String method) {
        return error(
                404,
                "NOT_FOUND",
                model + " is not found for API version v1beta, or is not supported for " + method
                        + ". Call ModelService.ListModels to see the list of available models and their supported "
                        + "methods.");
    }

    /** {@return 404 for a model that only its old users may go on using} */
    public static Reply retired(String model) {
        return error(
                404,
                "NOT_FOUND",
                "This model " + model + " is no longer available to new users. Please update your code to use a newer "
                        + "model for the latest features and improvements.");
    }

    /** {@return 404 as the front end's page for a path that is none} */
    public static Reply noSuchPath() {
        return Reply.html(404, "Error 404 (Not Found)!!1");
    }

    /** {@return 413 as a proxy says it} */
    public static Reply bodyTooLarge() {
        return Reply.html(413, "413 Request Entity Too Large");
    }

    // 429

    /** {@return 429 for too many requests a minute} */
    public static Reply rateLimited(Duration retryIn) {
        return GeminiQuota.of("generate_content_free_tier_requests", 10)
                .violation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier")
                .retryIn(retryIn);
    }

    /** {@return 429 for too many tokens a minute; a request of more tokens than the quota can never pass} */
    public static Reply tokensPerMinute(int quota, Duration retryIn) {
        return GeminiQuota.of("generate_content_paid_tier_input_token_count", quota)
                .violation("GenerateContentPaidTierInputTokensPerModelPerMinute")
                .retryIn(retryIn);
    }

    /** {@return 429 for too many requests a day; it has a delay nevertheless, which does not help} */
    public static Reply dailyQuota(int quota, Duration retryIn) {
        return GeminiQuota.of("generate_content_free_tier_requests", quota)
                .violation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier")
                .violation("GenerateRequestsPerDayPerProjectPerModel-FreeTier")
                .retryIn(retryIn);
    }

    /** {@return 429 for a model that the project's plan does not include: {@code limit: 0}, and a delay for nothing} */
    public static Reply noQuota(Duration retryIn) {
        return GeminiQuota.of("generate_content_free_tier_requests", 0)
                .violation("GenerateRequestsPerDayPerProjectPerModel-FreeTier")
                .retryIn(retryIn);
    }

    /** {@return 429 for a project that may spend no more this month} */
    public static Reply spendingCap() {
        return error(
                429,
                EXHAUSTED,
                "Your project has exceeded its monthly spending cap. Please raise the cap to continue.");
    }

    /** {@return {@link #creditsDepleted} as it was sent before 2026} */
    public static Reply creditsDepletedEarlier() {
        return error(429, EXHAUSTED, "Your prepayment credits are depleted. Please add credits to your account.");
    }

    /** {@return 429 without any detail or hint} */
    public static Reply exhausted() {
        return error(429, EXHAUSTED, "Resource has been exhausted (e.g. check quota).");
    }

    // 499 and above

    /** {@return 499, usually after the caller left} */
    public static Reply cancelled() {
        return error(499, "CANCELLED", "The operation was cancelled.");
    }

    /** {@return 500} */
    public static Reply internal() {
        return error(
                500,
                "INTERNAL",
                "An internal error has occurred. Please retry or report in "
                        + "https://developers.generativeai.google/guide/troubleshooting");
    }

    /** {@return 500 in fewer words} */
    public static Reply internalShort() {
        return error(500, "INTERNAL", "Internal error encountered.");
    }

    /** {@return 502 as a page of a proxy} */
    public static Reply badGateway() {
        return Reply.html(502, "502 Bad Gateway");
    }

    /** {@return 503} */
    public static Reply overloaded() {
        return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    }

    /** {@return 503 in newer words} */
    public static Reply highDemand() {
        return error(
                503,
                "UNAVAILABLE",
                "This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try "
                        + "again later.");
    }

    /** {@return 504 when the server took too long for its own or the caller's patience} */
    public static Reply deadlineExceeded() {
        return error(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.");
    }

    // Shapes

    /** {@return an error of the newer Interactions API, whose code is a word} */
    public static Reply interactionsError(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message);
        return Reply.json(status, body.toString());
    }

    /** {@return the same error for a request with {@code alt=sse}: plain JSON under the type of an event stream} */
    public static Reply inEventStream(Reply error) {
        return error.with(reply -> reply.contentType("text/event-stream"));
    }

    /** {@return the same error for a stream without {@code alt=sse}: an array that holds it} */
    public static Reply inArray(Reply error) {
        return error.with(reply -> reply.withBody(("[" + error.text() + "]").getBytes(UTF_8)));
    }
}
