package dev.llmdriver.huggingface.internal.error;

import static dev.llmdriver.error.ErrorKind.AUTHENTICATION;
import static dev.llmdriver.error.ErrorKind.CONFIGURATION;
import static dev.llmdriver.error.ErrorKind.CONTENT_BLOCKED;
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

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorRow;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The classification table of the wire page's section 4.4 as data, in its order: the first row that matches decides. Two deviations,
 * both because a text says more than a status: failures of generation stand before the rows for 400 and 422, for TGI stamps 422 on
 * all its errors inside a stream; and a queue that is full stands before the dedicated endpoint that starts.
 */
final class ErrorRows {
    /** Stands for the model's id in a remedy. */
    static final String MODEL = "{model}";

    private static final String TOKENS = "https://huggingface.co/settings/tokens";
    private static final String DEAD_HOST = "api-inference.huggingface.co";
    private static final String ENDPOINTS_HOST = ".endpoints.huggingface.cloud";

    private final boolean dedicated;

    private ErrorRows(Endpoint endpoint) {
        this.dedicated = endpoint.kind() == EndpointKind.DEDICATED
                && (!endpoint.guessed()
                        || String.valueOf(endpoint.base().getHost()).endsWith(ENDPOINTS_HOST));
    }

    static List<ErrorRow> of(Endpoint endpoint) {
        ErrorRows rows = new ErrorRows(endpoint);
        return List.of(
                        rows.whoAsks(),
                        rows.forbidden(),
                        rows.whichModel(),
                        rows.whatIsSaid(),
                        rows.whereItGoes(),
                        rows.howItRuns(),
                        rows.howBusy(),
                        rows.failures())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<ErrorRow> whoAsks() {
        return List.of(
                row("repo-not-found", MODEL_NOT_FOUND, "the model does not exist, or the token may not see it")
                        .status(401)
                        .when(facts -> path(facts).startsWith("/api/models/") && !saysWrongCredentials(facts))
                        .reason("private_or_absent")
                        .remedy("check the model's id, and that the token's account has access")
                        .build(),
                row("token", AUTHENTICATION, "Hugging Face refused the token")
                        .when(status(401).or(type("authentication_error", "invalid_api_key")))
                        .remedy("set HF_TOKEN to a valid token, see " + TOKENS)
                        .build(),
                row("credits", QUOTA_EXHAUSTED, "the credits for Inference Providers are used up")
                        .when(status(402)
                                .or(refused()
                                        .and(saysOrCodes(
                                                "included credits",
                                                "pre-paid credits",
                                                "not_enough_balance",
                                                "insufficient_balance",
                                                "insufficient balance",
                                                "insufficient_quota",
                                                "payment required",
                                                "free monthly usage limit"))))
                        .reason("credits")
                        .remedy(
                                "buy credits or subscribe to PRO at https://huggingface.co/settings/billing, or set bill-to"
                                        + " to an organisation that pays")
                        .build());
    }

    private List<ErrorRow> forbidden() {
        return List.of(
                row("gated", PERMISSION_DENIED, "the model is gated")
                        .when(status(403)
                                .and(type("gatedrepo", "gated")
                                        .or(matches("\\bgated(repo)?\\b")) // not "investigated"
                                        .or(says("authorized list", "accepting the terms", "access to model"))))
                        .reason("gated")
                        .remedy("accept its terms at https://huggingface.co/" + MODEL
                                + " with the account of the token")
                        .build(),
                row("scope", PERMISSION_DENIED, "the token may not call Inference Providers")
                        .when(status(403))
                        .text("sufficient permissions to call inference providers")
                        .reason("scope")
                        .remedy("give it the permission 'Make calls to Inference Providers' at " + TOKENS)
                        .build(),
                row("tier", MODEL_NOT_FOUND, "the model is not served on this plan")
                        .when(status(400, 403))
                        .text("too large to be loaded", "requires a pro subscription")
                        .reason("tier")
                        .remedy("choose another model or provider, or a dedicated endpoint")
                        .build(),
                row("edge-block", SERVER_ERROR, "a gateway before Hugging Face refused the request")
                        .status(403)
                        .when(facts -> ErrorBodyParser.isHtml(facts.body()))
                        .reason("edge_block")
                        .remedy("check the proxy, and what the network permits")
                        .build(),
                row("forbidden", PERMISSION_DENIED, "the token may not do this")
                        .when(status(403))
                        .remedy("check its permissions at " + TOKENS)
                        .build());
    }

    private List<ErrorRow> whichModel() {
        return List.of(
                row("not-chat-model", NOT_CHAT_MODEL, "the model cannot hold a conversation")
                        .when(refused()
                                .and(says(
                                                "is not a chat model",
                                                "not a chat model and thus not supported",
                                                "chat_template is not set",
                                                "chat template is no longer allowed",
                                                "chat template is not")
                                        .or(type("template_error").and(says("template not found")))))
                        .remedy("choose an instruction-tuned model with the tag 'conversational'")
                        .build(),
                row("retired", MODEL_RETIRED, "the model is no longer offered")
                        .when(refused()
                                .and(type("model_decommissioned")
                                        .or(matches("model .{1,100} (was|has been) (deprecated|decommissioned)"))))
                        .remedy("choose its successor; the provider's message may name it")
                        .build(),
                row("not-served", MODEL_NOT_FOUND, "no provider serves the model to you")
                        .when(saysOrCodes(
                                "model_not_supported",
                                "not supported by any provider you have enabled",
                                "model not supported by provider"))
                        .reason("not_served")
                        .remedy("list what is served, or enable more providers at"
                                + " https://huggingface.co/settings/inference-providers; behind a pinned provider its own"
                                + " name of the model may be needed: provider-model")
                        .build());
    }

    private List<ErrorRow> whatIsSaid() {
        return List.of(
                row("context", CONTEXT_LENGTH, "the conversation is longer than the model's context")
                        .when(type("context_length_exceeded", "exceed_context_size_error")
                                .or(says(
                                        "maximum context length",
                                        "exceeds the available context size",
                                        "longer than the model's context length",
                                        "prompt is too long"))
                                .or(matches(
                                        "`?inputs`? tokens \\+ `?max_new_tokens`?|must have less than .{0,100}tokens")))
                        .remedy("shorten it, ask for fewer tokens, or choose a model with a larger context")
                        .build(),
                row("content", CONTENT_BLOCKED, "the provider's filter refused the content")
                        .code("content_filter", "content_policy_violation")
                        .remedy("word it otherwise, or choose another model")
                        .build(),
                row("no-such-model", MODEL_NOT_FOUND, "the model does not exist here")
                        .when(status(404)
                                .and(says("does not exist", "model not found")
                                        .or(type("NotFoundError", "model_not_found", "model_not_available"))
                                        .or(facts -> path(facts).contains("/hf-inference/models/")
                                                && facts.text().contains("not found"))))
                        .remedy("check the model's id, and whether this endpoint serves it")
                        .build());
    }

    private List<ErrorRow> whereItGoes() {
        return List.of(
                row("retired-host", CONFIGURATION, DEAD_HOST + " was switched off")
                        .status(404, 410)
                        .when(facts ->
                                host(facts).equals(DEAD_HOST) || facts.text().contains(DEAD_HOST))
                        .reason("retired_host")
                        .remedy("leave base-url out to use https://router.huggingface.co")
                        .build(),
                row("wrong-url", INVALID_REQUEST, "nothing answers to chat at this address")
                        .when(status(404, 405, 410, 415))
                        .reason("wrong_url")
                        .remedy("check base-url and endpoint")
                        .build(),
                row("paused", ENDPOINT_UNAVAILABLE, "the endpoint is paused")
                        .status(400)
                        .text("invalid state")
                        .when(facts -> !host(facts).equals("router.huggingface.co"))
                        .reason("paused")
                        .remedy("resume it at https://endpoints.huggingface.co")
                        .build(),
                row("timeout-408", SERVER_ERROR, "the server waited too long for the request")
                        .when(status(408))
                        .reason("gateway_timeout")
                        .remedy("ask again")
                        .build());
    }

    private List<ErrorRow> howItRuns() {
        return List.of(
                row("overloaded", OVERLOADED, "the model has more work than it can do")
                        .when(type("overloaded").or(says("model is overloaded", "model too busy")))
                        .remedy("ask again later, or choose another model or provider")
                        .build(),
                row("generation", SERVER_ERROR, "the model failed while it generated")
                        .when(type("generation", "incomplete_generation", "incomplete_generation_stream", "backend")
                                .or(says("request failed during generation", "incomplete generation")))
                        .reason("generation")
                        .remedy("ask again")
                        .build(),
                row("too-large", INVALID_REQUEST, "the request is larger than the server takes")
                        .when(status(413))
                        .reason("too_large")
                        .remedy("send smaller images or fewer messages")
                        .build(),
                row("invalid", INVALID_REQUEST, "the server does not take this request")
                        .when(status(400, 422, 501)
                                .or(inStream().and(type("validation", "tool_error", "BadRequestError")))
                                .or(says(
                                        "input is not supported - hint"))) // llama.cpp's 500 for an image it cannot see
                        .remedy("correct the request")
                        .build());
    }

    private List<ErrorRow> howBusy() {
        return List.of(
                row("rate", RATE_LIMITED, "too many requests")
                        .when(status(429).or(inStream().and(type("rate_limit_exceeded", "rate_limit_error"))))
                        .remedy("slow down, or wait as long as the provider says")
                        .build(),
                row("loading", MODEL_LOADING, "the model is being loaded")
                        .when(says("is currently loading")
                                .or(facts ->
                                        facts.number(ErrorBodyParser.ESTIMATE).isPresent())
                                .or(status(503).and(says("loading model").or(type("unavailable_error")))))
                        .hint(ErrorRows::estimate)
                        .remedy("wait and ask again")
                        .build(),
                row("queue", OVERLOADED, "the server has more work than it can do")
                        .when(status(503))
                        .text("overloaded", "capacity", "queue")
                        .remedy("ask again later, or choose another model or provider")
                        .build(),
                row("starting", MODEL_LOADING, "the endpoint starts, as after scaling to zero")
                        .when(status(503).and(says("503 service unavailable").or(this::isDedicated)))
                        .reason("scaled_to_zero")
                        .remedy("wait some minutes, or set scale-up-timeout")
                        .build());
    }

    private List<ErrorRow> failures() {
        return List.of(
                row("failed", SERVER_ERROR, "the server failed")
                        .when(status(424, 500, 502, 503))
                        .remedy("ask again later, or choose another provider")
                        .build(),
                row("timeout-504", SERVER_ERROR, "a gateway waited too long for the model")
                        .when(status(504))
                        .reason("gateway_timeout")
                        .remedy("ask again, or for a shorter answer")
                        .build(),
                row("not-an-answer", MALFORMED_RESPONSE, "the server answered, but not with what was asked for")
                        .statusBetween(200, 299)
                        .remedy("check base-url and proxies")
                        .build());
    }

    private static ErrorRow.Builder row(String id, ErrorKind kind, String summary) {
        return ErrorRow.builder(id, kind, summary);
    }

    /** The status on the wire, or the one that an error inside a stream says it would have had. */
    private static Predicate<ErrorFacts> status(int... anyOf) {
        return facts -> Arrays.stream(anyOf).anyMatch(status -> status == statusOf(facts));
    }

    private static int statusOf(ErrorFacts facts) {
        return facts.status() > 0
                ? facts.status()
                : (int) facts.number(ErrorBodyParser.INNER_STATUS).orElse(0);
    }

    /** A call may go to an endpoint of its own, whatever the provider is configured for. */
    private boolean isDedicated(ErrorFacts facts) {
        return dedicated || host(facts).endsWith(ENDPOINTS_HOST);
    }

    private static Predicate<ErrorFacts> inStream() {
        return facts -> facts.status() == 0;
    }

    /** Any status that blames the request, and errors inside a stream. */
    private static Predicate<ErrorFacts> refused() {
        return facts -> facts.status() == 0 || (facts.status() >= 400 && facts.status() < 500);
    }

    private static Predicate<ErrorFacts> type(String... anyOf) {
        return facts -> Arrays.stream(anyOf)
                .anyMatch(type -> type.equalsIgnoreCase(facts.type()) || type.equalsIgnoreCase(facts.code()));
    }

    private static Predicate<ErrorFacts> says(String... anyOf) {
        return facts -> Arrays.stream(anyOf).anyMatch(facts.text()::contains);
    }

    private static Predicate<ErrorFacts> saysOrCodes(String... anyOf) {
        return says(anyOf).or(type(anyOf));
    }

    private static Predicate<ErrorFacts> matches(String regex) {
        Predicate<String> pattern = java.util.regex.Pattern.compile(regex).asPredicate();
        return facts -> pattern.test(facts.text());
    }

    private static boolean saysWrongCredentials(ErrorFacts facts) {
        return !facts.code().equals("RepoNotFound")
                && (facts.text().isEmpty()
                        || facts.text().contains("invalid username or password")
                        || facts.text().contains("invalid credentials"));
    }

    private static String path(ErrorFacts facts) {
        return facts.uri().map(uri -> String.valueOf(uri.getPath())).orElse("");
    }

    private static String host(ErrorFacts facts) {
        return facts.uri().map(uri -> String.valueOf(uri.getHost())).orElse("").toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> estimate(ErrorFacts facts) {
        double seconds = facts.number(ErrorBodyParser.ESTIMATE).orElse(-1);
        return seconds >= 0 && seconds < Duration.ofDays(1).toSeconds()
                ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
                : facts.retryAfter();
    }
}
