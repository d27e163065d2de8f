package dev.llmdriver.testkit.tck;

import dev.llmdriver.Mode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.ModelLoadingException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.RetryHint;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** E, what errors carry. */
final class ErrorDetailRules {
    /** What a provider may say no with. */
    static final List<ErrorKind> API_KINDS = List.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.PERMISSION_DENIED,
            ErrorKind.QUOTA_EXHAUSTED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.MODEL_RETIRED,
            ErrorKind.NOT_CHAT_MODEL,
            ErrorKind.MODEL_LOADING,
            ErrorKind.OVERLOADED,
            ErrorKind.ENDPOINT_UNAVAILABLE,
            ErrorKind.SERVER_ERROR,
            ErrorKind.INVALID_REQUEST,
            ErrorKind.CONTEXT_LENGTH,
            ErrorKind.CONTENT_BLOCKED);

    private static final String DETAIL = "tck-detail";

    private final Scenario s;

    ErrorDetailRules(Scenario scenario) {
        s = scenario;
    }

    private LlmException failure(Reply reply) {
        s.twin().enqueue(reply);
        return s.failure(s.mode(), Samples.request());
    }

    @Rule("E4")
    void errorCarriesWhatIsKnown() {
        String requestId = "tck-request-1";
        Optional<String> header = s.wire().requestIdHeader();
        Reply reply = s.error(ErrorKind.INVALID_REQUEST, DETAIL);
        for (Mode mode : Scenario.modes()) {
            s.twin()
                    .enqueue(header.map(name -> reply.with(r -> r.header(name, requestId)))
                            .orElse(reply));
            LlmException failure = s.failure(mode, Samples.request());
            Check.equal("provider()", s.provider().name(), failure.provider().orElse(""));
            Check.equal("model()", s.tck().chatModel(), failure.model().orElse(""));
            Check.equal("status()", reply.status(), failure.status().orElse(0));
            Check.equal("phase()", Phase.FIRST_TOKEN, failure.phase());
            Check.contains("excerpt()", failure.excerpt().orElse(""), DETAIL);
            Check.equal(
                    "attempts()",
                    s.lastAttempts().toString(),
                    failure.attempts().toString());
            Check.equal("the number of attempts", 1, failure.attempts().size());
            header.ifPresent(name ->
                    Check.equal("requestId()", requestId, failure.requestId().orElse("")));
        }
    }

    @Rule(value = "E5", eachMode = true)
    void hintWhenToComeBackIsRetryAfter() {
        ManualScheduler clock = s.virtualTime();
        clock.advance(Duration.ofMillis(300));
        Duration twoMinutes = Duration.ofMinutes(2);
        hint(RetryHint.retryAfterSeconds(120), Optional.of(twoMinutes));
        hint(RetryHint.retryAfterMillis(1500), Optional.of(Duration.ofMillis(1500)));
        hint(
                RetryHint.retryAfterDate(clock.now().minusMillis(300).plus(twoMinutes)),
                Optional.of(twoMinutes.minusMillis(300)));
        hint(RetryHint.retryAfterDate(clock.now().minusSeconds(3600)), Optional.of(Duration.ZERO));
        hint(RetryHint.retryAfterSeconds(9_999_999_999L), Optional.empty());
        hint(RetryHint.unreadable(), Optional.empty());
        s.wire()
                .hints()
                .forEach((reply, expected) -> Check.equal(
                        "retryAfter() of the provider's own hint",
                        expected,
                        failure(reply).retryAfter().orElse(null)));
    }

    private void hint(RetryHint hint, Optional<Duration> expected) {
        LlmException failure = failure(s.error(ErrorKind.RATE_LIMITED, DETAIL).with(reply -> reply.hint(hint)));
        Check.equal("retryAfter() of " + hint, expected, failure.retryAfter());
    }

    @Rule(value = "E8", eachMode = true)
    void reasonsAreWords() {
        for (ErrorKind kind : API_KINDS) {
            s.wire().error(kind, DETAIL).ifPresent(reply -> {
                String reason = failure(reply).reason();
                Check.that(
                        reason.matches("[a-z][a-z0-9_]{0,39}|") && !reason.contains("tck"),
                        "a reason must be a lower-case word, not what the provider wrote: <" + reason + ">");
            });
        }
    }

    @Rule("E9")
    void messageIsOneLineWithoutSecretsAndPrompts() {
        String answer = "tck-partial";
        String detail = DETAIL + " " + s.tck().key() + " http://127.0.0.1/?token=tck-query\nsecond line";
        for (ErrorKind kind : API_KINDS) {
            s.wire().error(kind, detail).ifPresent(reply -> checkMessage(failure(reply), answer));
        }
        s.twin().enqueue(s.unfinished(Samples.ANSWER.toBuilder().pieces(answer).build()));
        checkMessage(s.failure(Mode.STREAM, Samples.request()), answer);
        checkMessage(failure(Reply.text(200, Samples.PROMPT + s.tck().key() + "\nsecond line")), answer);
    }

    private void checkMessage(LlmException failure, String answer) {
        String message = String.valueOf(failure.getMessage());
        Check.that(!message.isBlank(), "a message must say what is wrong");
        Check.that(message.lines().count() == 1, "a message must be one line: <" + message + ">");
        for (String forbidden : List.of(Samples.PROMPT, s.tck().key(), answer, "tck-query")) {
            Check.hides("the message of " + failure.kind(), message, forbidden);
        }
    }

    @Rule(value = "E10", eachMode = true)
    void excerptIsBoundedAndHoldsNoKey() {
        LlmException shortOne = failure(
                s.error(ErrorKind.INVALID_REQUEST, DETAIL + " key " + s.tck().key() + "."));
        Check.contains("excerpt()", shortOne.excerpt().orElse(""), DETAIL);
        Check.hides("excerpt()", shortOne.excerpt().orElse(""), s.tck().key());
        String longText = "long ".repeat(2_000);
        LlmException longOne = failure(s.error(ErrorKind.INVALID_REQUEST, longText));
        int length = longOne.excerpt().orElse("").length();
        Check.that(length > 0 && length <= 2_000, "an excerpt has at most 2,000 characters: " + length);
        String onTheBorder = "x".repeat(1_990 - 40) + s.tck().key() + longText;
        String cut = failure(Reply.text(400, onTheBorder)).excerpt().orElse("");
        Check.hides("excerpt()", cut, s.tck().key().substring(0, 10));
    }

    @Rule(value = "E13", eachMode = true)
    void modelLoadingCarriesTheEstimate() {
        Duration estimate = Duration.ofSeconds(37);
        Optional<Reply> loading = s.wire().loading(estimate);
        Skip.unless(loading.isPresent(), "the provider gives no estimate while it loads a model");
        loading.ifPresent(reply -> {
            ModelLoadingException failure =
                    Check.is("the failure while loading", ModelLoadingException.class, failure(reply));
            Check.equal("estimatedTime()", estimate, failure.estimatedTime().orElse(null));
        });
    }

    @Rule(value = "E14", eachMode = true)
    void errorBodiesOfAnyShapeGiveAUsefulError() {
        for (int status : new int[] {400, 404, 429, 500, 503}) {
            for (Reply reply : List.of(
                    Reply.empty(status),
                    Reply.html(status, "Oops"),
                    Reply.text(status, "no JSON at all"),
                    Reply.json(status, "null"),
                    Reply.json(status, "[]"),
                    Reply.json(status, "{\"error\":{\"message\":"),
                    Reply.json(status, "{\"error\":[[{\"message\":7}]]}"))) {
                LlmException failure = failure(reply);
                Check.equal("status()", status, failure.status().orElse(0));
                Check.that(
                        kindsOf(status).contains(failure.kind()) || isStranger(status, reply, failure),
                        "status " + status + " with <" + Sent.text(reply) + "> became " + failure.kind());
                Check.that(
                        !String.valueOf(failure.getMessage()).isBlank(), "an error without a body must have a message");
            }
        }
    }

    /** A failing server is not the caller's fault, whatever it says or does not say. */
    private static Collection<ErrorKind> kindsOf(int status) {
        return status < 500
                ? API_KINDS
                : List.of(
                        ErrorKind.SERVER_ERROR,
                        ErrorKind.OVERLOADED,
                        ErrorKind.MODEL_LOADING,
                        ErrorKind.ENDPOINT_UNAVAILABLE);
    }

    /** Where nothing is found and no JSON object says what, somebody else may answer at this address; a driver may say so. */
    private static boolean isStranger(int status, Reply reply, LlmException failure) {
        return status == 404
                && failure.kind() == ErrorKind.MALFORMED_RESPONSE
                && !failure.reason().isEmpty()
                && !Sent.isObject(Sent.text(reply));
    }

    @Rule("E15")
    void foreignExceptionComesOutAsInternal() {
        IllegalStateException foreign = new IllegalStateException("tck-foreign " + Samples.PROMPT);
        s.clock(new ThrowingScheduler(foreign));
        for (Mode mode : Scenario.modes()) {
            LlmException failure = s.failure(mode, Samples.request());
            Check.equal("kind()", ErrorKind.MALFORMED_RESPONSE, failure.kind());
            Check.equal("reason()", "internal", failure.reason());
            Check.that(failure.getCause() == foreign, "the foreign exception must be the cause: " + failure.getCause());
            Check.hides("the message", String.valueOf(failure.getMessage()), "tck-foreign");
        }
    }
}
