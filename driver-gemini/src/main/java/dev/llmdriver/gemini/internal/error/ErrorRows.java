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

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classification table of the wire page's section 4.2 as data, in its order: the first row that matches decides. Two deviations: what
 * comes in place of an answer under status 200 stands first, for it has no status; and a lack of capacity stands before the limits of
 * rate, because it may come as 429 too. A request that alone exceeds the tokens of a minute is not told apart, but named as possible: the
 * error does not say how long it was, and bytes give no lower bound of tokens that would be safe to give up on.
 */
final class ErrorRows {
    private static final String KEYS = "https://aistudio.google.com/apikey";
    private static final String BILLING = "https://aistudio.google.com/usage";

    private static final String NO_MODEL =
            "is not found for api version|^publisher model|models/[^ ]+ (was |is )?not found";
    private static final Pattern MODEL = Pattern.compile("models/[^ :,]+");

    private final Supplier<Instant> clock;
    private final Predicate<String> isOtherThanChat;

    ErrorRows(Supplier<Instant> clock, Predicate<String> isOtherThanChat) {
        this.clock = clock;
        this.isOtherThanChat = isOtherThanChat;
    }

    List<ErrorRow> all() {
        return List.of(
                        insteadOfAnAnswer(),
                        whoAsks(),
                        badKeys(),
                        notAllowed(),
                        whichModel(),
                        whatIsAsked(),
                        whatIsTaken(),
                        howMuch(),
                        howFast(),
                        failures())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<ErrorRow> insteadOfAnAnswer() {
        return List.of(
                row("prompt-blocked", CONTENT_BLOCKED, "Gemini refuses the prompt")
                        .when(type(GeminiErrors.BLOCK_REASON))
                        .reason("prompt")
                        .remedy("change the prompt, or set safetySettings")
                        .build(),
                row("no-signature", INVALID_REQUEST, "a function call came back without its thought signature")
                        .when(type(GeminiErrors.FINISH_REASON))
                        .code("MISSING_THOUGHT_SIGNATURE")
                        .reason("thought_signature")
                        .remedy("send the answer's parts back as they came")
                        .build(),
                row("broken-answer", MALFORMED_RESPONSE, "the model wrote no valid call or answer")
                        .when(type(GeminiErrors.FINISH_REASON))
                        .code(
                                "MALFORMED_FUNCTION_CALL",
                                "UNEXPECTED_TOOL_CALL",
                                "TOO_MANY_TOOL_CALLS",
                                "MALFORMED_RESPONSE")
                        .reason("model_output")
                        .remedy("ask again, or simplify the tools")
                        .build(),
                row("answer-blocked", CONTENT_BLOCKED, "Gemini held the whole answer back")
                        .when(type(GeminiErrors.FINISH_REASON))
                        .reason("answer")
                        .remedy("change the prompt, or set safetySettings")
                        .build());
    }

    private List<ErrorRow> whoAsks() {
        return List.of(
                row("several-keys", AUTHENTICATION, "the request carried more than one key")
                        .when(status(400, 401, 403))
                        .text("multiple authentication credentials")
                        .reason("several_keys")
                        .remedy("remove headers.Authorization and keys from base-url")
                        .build(),
                row("key", AUTHENTICATION, "Gemini refused the key")
                        .when(type("API_KEY_INVALID")
                                .or(status(400).and(matches("api key (not valid|expired|not found)"))))
                        .reason("invalid_key")
                        .remedy("set GEMINI_API_KEY to a valid key, see " + KEYS)
                        .build(),
                row("unauthenticated", AUTHENTICATION, "Gemini does not take this key")
                        .when(status(401))
                        .reason("wrong_credentials")
                        .remedy("set GEMINI_API_KEY to a key for the Gemini API, see " + KEYS)
                        .build(),
                row("credits", QUOTA_EXHAUSTED, "the project's money is used up")
                        .when(status(402)
                                .or(status(429).and(matches("prepayment credits are depleted|monthly spending cap"))))
                        .reason("credits")
                        .remedy("add credits or raise the spending cap at " + BILLING)
                        .build(),
                row("billing", QUOTA_EXHAUSTED, "the project has no billing")
                        .when(type("BILLING_DISABLED")
                                .or(code("FAILED_PRECONDITION").and(says("billing"))))
                        .reason("billing")
                        .remedy("enable billing for the key's project")
                        .build());
    }

    private List<ErrorRow> badKeys() {
        return List.of(
                row("no-key", AUTHENTICATION, "no key reached Gemini")
                        .when(status(403))
                        .text("unregistered callers")
                        .reason("missing_key")
                        .remedy("set GEMINI_API_KEY, and let proxies pass x-goog-api-key")
                        .build(),
                row("leaked-key", AUTHENTICATION, "the key was reported as leaked")
                        .when(status(403))
                        .text("reported as leaked")
                        .reason("leaked_key")
                        .remedy("make a new key at " + KEYS)
                        .build(),
                row("suspended", AUTHENTICATION, "the key's project is suspended")
                        .when(status(403).and(says("has been suspended").or(type("CONSUMER_SUSPENDED"))))
                        .reason("suspended")
                        .remedy("use a key of another project")
                        .build(),
                row("stale-cache", INVALID_REQUEST, "the cached content is gone, or another project's")
                        .when(status(403))
                        .text("cachedcontent not found")
                        .reason("cached_content")
                        .remedy("create it anew, or ask without cachedContent")
                        .build());
    }

    private List<ErrorRow> notAllowed() {
        return List.of(
                row("service", PERMISSION_DENIED, "the Gemini API is not enabled in the key's project")
                        .when(type("SERVICE_DISABLED"))
                        .reason("service_disabled")
                        .remedy("enable it, as the message says")
                        .build(),
                row("key-restricted", PERMISSION_DENIED, "the key is restricted and may not be used so")
                        .when(type(
                                "API_KEY_SERVICE_BLOCKED",
                                "API_KEY_HTTP_REFERRER_BLOCKED",
                                "API_KEY_IP_ADDRESS_BLOCKED"))
                        .reason("key_restricted")
                        .remedy("change the key's restrictions at " + KEYS)
                        .build(),
                row("forbidden", PERMISSION_DENIED, "the key may not do this")
                        .when(status(403))
                        .remedy("check what the key's project may do")
                        .build(),
                row("region", PERMISSION_DENIED, "Gemini is not offered where the request comes from")
                        .when(status(400))
                        .text("location is not supported")
                        .reason("region")
                        .remedy("see https://ai.google.dev/gemini-api/docs/available-regions")
                        .build());
    }

    private List<ErrorRow> whichModel() {
        return List.of(
                row("context", CONTEXT_LENGTH, "the prompt is longer than the model's context")
                        .when(status(400))
                        .pattern("input token count.{0,20} exceeds the maximum number of tokens")
                        .remedy("shorten it, or ask a model with a larger context")
                        .build(),
                row("interactions", NOT_CHAT_MODEL, "the model cannot be asked in this way")
                        .when(status(400))
                        .text("only supports interactions api", "multiturn chat is not enabled")
                        .remedy("ask a chat model")
                        .build(),
                row("modality", NOT_CHAT_MODEL, "the model does not answer with text")
                        .when(status(400).and(ErrorRows::answersWithoutText))
                        .reason("modality")
                        .remedy("ask a chat model, or set generationConfig.responseModalities")
                        .build(),
                row("retired", MODEL_RETIRED, "the model has been withdrawn")
                        .when(status(404))
                        .text("no longer available")
                        .remedy("ask a newer model")
                        .build(),
                row("other-model", NOT_CHAT_MODEL, "the model exists, but does not chat")
                        .when(status(404).and(ErrorRows::isAboutChat).and(this::isKnown))
                        .remedy("ask a chat model, see './llm models -m gemini'")
                        .build(),
                row("no-model", MODEL_NOT_FOUND, "there is no such model, or it cannot do this")
                        .when(status(404))
                        .pattern(NO_MODEL)
                        .remedy("see './llm models -m gemini', or describe() the model")
                        .build(),
                row("model-path", MODEL_NOT_FOUND, "Gemini does not know this model")
                        .when(status(404)
                                .and(facts -> facts.uri()
                                        .map(uri -> String.valueOf(uri.getPath()))
                                        .orElse("")
                                        .contains("odels/")))
                        .remedy("check the model's name and base-url")
                        .build());
    }

    private static boolean isAboutChat(ErrorFacts facts) {
        return facts.text().contains("is not supported for generatecontent");
    }

    /** One text, two causes: only what was heard of the model before tells them apart, for no error asks a question of its own. */
    private boolean isKnown(ErrorFacts facts) {
        Matcher model = MODEL.matcher(facts.text());
        return model.find() && isOtherThanChat.test(model.group());
    }

    /** The modalities that the model accepts are listed, each in a line, after the word. */
    private static boolean answersWithoutText(ErrorFacts facts) {
        int accepts = facts.text().indexOf("accepts");
        return accepts >= 0
                && facts.text().contains("combination of response modalities")
                && !facts.text().substring(accepts).contains("text");
    }

    private List<ErrorRow> whatIsAsked() {
        return List.of(
                row("signature", INVALID_REQUEST, "a thought signature is missing or wrong")
                        .when(status(400))
                        .text("thought_signature", "thought signature")
                        .reason("thought_signature")
                        .remedy("send the answer's parts back as they came, to the same model")
                        .build(),
                row("turns", INVALID_REQUEST, "the messages are in an order that Gemini does not take")
                        .when(status(400))
                        .text(
                                "function call turn",
                                "ending with a model turn",
                                "function response parts",
                                "use a valid role")
                        .reason("turn_order")
                        .remedy("begin and end with a user message, and answer each tool call once")
                        .build(),
                row("schema", INVALID_REQUEST, "the schema is too complex for Gemini")
                        .when(status(400))
                        .text("too many states for serving")
                        .reason("schema")
                        .remedy("shorten enums, bounds and nesting")
                        .build(),
                row("field", INVALID_REQUEST, "Gemini does not know a field of the request")
                        .when(status(400))
                        .text("invalid json payload", "cannot find field", "proto field is not repeating")
                        .reason("unknown_field")
                        .remedy("check extras and schemas, or api-version")
                        .build());
    }

    private List<ErrorRow> whatIsTaken() {
        return List.of(
                row("not-enabled", INVALID_REQUEST, "the model cannot do what was asked")
                        .when(status(400))
                        .pattern("(is not enabled for|is unsupported|is not supported by)")
                        .reason("not_enabled")
                        .remedy("leave it out, or ask another model")
                        .build(),
                row("too-large", INVALID_REQUEST, "the request is larger than Gemini takes")
                        .when(status(413).or(status(400).and(says("payload size exceeds"))))
                        .reason("too_large")
                        .remedy("send media by address, or fewer messages")
                        .build(),
                row("invalid", INVALID_REQUEST, "Gemini does not take this request")
                        .when(status(400, 404))
                        .remedy("correct the request")
                        .build());
    }

    private List<ErrorRow> howMuch() {
        return List.of(
                row("plan", QUOTA_EXHAUSTED, "the project's plan does not include this model")
                        .when(status(429))
                        .pattern("limit:\\s*0(?!\\d|\\.\\d)")
                        .reason("plan")
                        .hint(facts -> Optional.empty()) // the delay it names does not help
                        .remedy("enable billing, or ask another model")
                        .build(),
                row("daily", QUOTA_EXHAUSTED, "the quota of the day is used up")
                        .when(status(429)
                                .and(facts ->
                                        facts.number(ErrorBodyParser.DAILY).isPresent()))
                        .reason("daily")
                        .hint(facts -> Optional.of(Delays.untilPacificMidnight(clock.get())))
                        .remedy("wait until midnight in California, or ask another model")
                        .build());
    }

    private List<ErrorRow> howFast() {
        return List.of(
                row("capacity", OVERLOADED, "the model is overloaded")
                        .when(type("MODEL_CAPACITY_EXHAUSTED").or(status(429).and(says("overloaded", "high demand"))))
                        .remedy("ask again, or another model")
                        .build(),
                row("tokens", RATE_LIMITED, "too many input tokens in a minute")
                        .when(status(429)
                                .and(facts ->
                                        facts.number(ErrorBodyParser.TOKENS).isPresent()))
                        .reason("input_tokens")
                        .remedy("wait as long as Gemini says; a prompt of more tokens than a minute's quota never gets"
                                + " through: shorten it")
                        .build(),
                row("rate", RATE_LIMITED, "too many requests or tokens in a minute")
                        .when(status(429))
                        .remedy("slow down, or wait as long as Gemini says")
                        .build(),
                row("overloaded", OVERLOADED, "the model is overloaded")
                        .when(status(503, 529).or(says("overloaded", "high demand")))
                        .remedy("ask again, or another model")
                        .build());
    }

    private List<ErrorRow> failures() {
        return List.of(
                row("deadline", SERVER_ERROR, "Gemini did not finish in time")
                        .when(status(408, 504).or(code("DEADLINE_EXCEEDED")))
                        .reason("gateway_timeout")
                        .remedy("ask again, with a shorter prompt if it was long")
                        .build(),
                row("cancelled", SERVER_ERROR, "Gemini gave the request up")
                        .when(status(499).or(code("CANCELLED")))
                        .reason("cancelled")
                        .remedy("ask again")
                        .build(),
                row("internal", SERVER_ERROR, "Gemini failed")
                        .when(status(500, 502).or(code("INTERNAL")))
                        .remedy("ask again; a prompt that is too long may show in this way too")
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
        return facts.status() >= 400
                ? facts.status()
                : (int) facts.number(ErrorBodyParser.INNER_STATUS).orElse(0);
    }

    private static Predicate<ErrorFacts> type(String... anyOf) {
        return facts -> Arrays.asList(anyOf).contains(facts.type());
    }

    private static Predicate<ErrorFacts> code(String code) {
        return facts -> facts.code().equals(code);
    }

    private static Predicate<ErrorFacts> says(String... anyOf) {
        return facts -> Arrays.stream(anyOf).anyMatch(facts.text()::contains);
    }

    private static Predicate<ErrorFacts> matches(String regex) {
        Predicate<String> pattern = Pattern.compile(regex).asPredicate();
        return facts -> pattern.test(facts.text());
    }
}
