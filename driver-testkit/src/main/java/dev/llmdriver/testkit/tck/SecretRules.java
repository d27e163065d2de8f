package dev.llmdriver.testkit.tck;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Explanation;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.Secret;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** X: a key is planted and searched for. */
final class SecretRules {
    private static final String HEADER_VALUE = "tck-header-value-4711";

    private static final Set<ErrorKind> REFUSALS = Set.of(
            ErrorKind.CONFIGURATION,
            ErrorKind.AUTHENTICATION,
            ErrorKind.INVALID_REQUEST,
            ErrorKind.UNSUPPORTED,
            ErrorKind.PERMISSION_DENIED);

    private final Scenario s;
    private final String key;

    SecretRules(Scenario scenario) {
        s = scenario;
        key = scenario.tck().key();
    }

    private void needsKey() {
        Skip.unless(s.knows(CommonOptions.API_KEY.name()), "the driver takes no key");
    }

    @Rule("X1")
    void keyIsReadAnewForEachAttempt() {
        needsKey();
        AtomicInteger read = new AtomicInteger();
        Secret rotating = Secret.from(() -> key + "R" + read.get());
        s.provider(options -> options.set(CommonOptions.API_KEY, rotating));
        for (Mode mode : Scenario.modes()) {
            read.incrementAndGet();
            s.twin().enqueue(s.reply(mode, Samples.ANSWER));
            s.answer(mode, Samples.request());
            RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
            Check.contains("the headers", request.headers().toString(), key + "R" + read.get());
        }
    }

    @Rule("X2")
    void keyShowsNowhere() {
        needsKey();
        try (LogCapture logs = new LogCapture()) {
            StringBuilder all = new StringBuilder();
            LlmProvider provider = s.provider();
            all.append(provider)
                    .append(s.engine())
                    .append(provider.chatModel(s.tck().chatModel()));
            all.append(s.options(s.twin().baseUri()).build());
            for (Mode mode : Scenario.modes()) {
                s.twin().enqueue(s.reply(mode, Samples.ANSWER));
                all.append(shown(s.engine().explain(Samples.request(), mode)));
                all.append(s.answer(mode, Samples.request()));
                all.append(s.lastAttempts()).append(s.lastContext());
                for (Reply reply : List.of(
                        s.error(ErrorKind.AUTHENTICATION, "the key " + key + " is wrong"),
                        Reply.text(200, "the key " + key),
                        Reply.hangUp())) {
                    s.fresh();
                    s.twin().enqueue(reply);
                    all.append(Traces.of(s.failure(mode, Samples.request())));
                }
            }
            Thread.getAllStackTraces().keySet().forEach(thread -> all.append(thread.getName()));
            Check.that(!all.toString().contains(key), "the key shows in " + around(all.toString()));
            Check.that(!logs.text().contains(key), "the key is logged: " + around(logs.text()));
        }
    }

    private String around(String text) {
        int at = text.indexOf(key);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
    }

    private static String shown(Explanation explanation) {
        return explanation + explanation.url() + explanation.headers() + explanation.body() + explanation.fields();
    }

    @Rule("X3")
    void keyIsNotSentToAnotherOrigin() {
        needsKey();
        WireTwin other = s.anotherTwin();
        other.on(any -> true, any -> s.wire().whole(Samples.ANSWER));
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            for (Mode mode : Scenario.modes()) {
                s.twin()
                        .enqueue(Reply.builder()
                                .status(status)
                                .header("location", other.baseUri() + "/elsewhere")
                                .build());
                s.end(mode, Samples.request());
            }
        }
        for (RecordedRequest leaked : other.requests()) {
            Check.hides(
                    "a request to another origin",
                    leaked.headers() + leaked.path() + leaked.query() + leaked.body(),
                    key);
        }
    }

    @Rule("X4")
    void keyIsNotSentOverCleartext() {
        needsKey();
        Skip.unless(s.knows(CommonOptions.BASE_URL.name()), "the driver's address cannot be chosen");
        Duration brief = Duration.ofMillis(300);
        ChatRequest request = Samples.request().toBuilder()
                .deadline(Duration.ofSeconds(2))
                .timeouts(Timeouts.unset().withConnect(brief))
                .build();
        // A name that no resolver knows (RFC 6761): what does not refuse reaches nobody.
        URI foreign = URI.create("http://nobody.invalid:9");
        ErrorKind kind = kindOf(() -> s.failure(Mode.GENERATE, s.engine(s.providerAt(foreign)), request));
        Check.that(
                REFUSALS.contains(kind),
                "cleartext to a foreign host must be refused before sending, not end as " + kind);
        if (s.knows("base-url")) {
            s.fresh();
            // With a key of its own: the configured one may be kept from addresses that it was not configured for.
            ChatRequest elsewhere = request.toBuilder()
                    .callOptions(CallOptions.builder()
                            .baseUrl(foreign)
                            .apiKey(Secret.of(s.tck().key()))
                            .build())
                    .build();
            ErrorKind perCall = kindOf(() -> s.failure(Mode.GENERATE, elsewhere));
            Check.that(
                    REFUSALS.contains(perCall) || !sendsKey(elsewhere),
                    "a call's own cleartext address must be refused too, not end as " + perCall);
        }
    }

    /** A driver may send its key nowhere but to where it was configured for. */
    private boolean sendsKey(ChatRequest request) {
        return s.engine().explain(request, Mode.GENERATE).headers().values().stream()
                .anyMatch(value -> value.contains("**"));
    }

    private static ErrorKind kindOf(Supplier<LlmException> failing) {
        try {
            return failing.get().kind();
        } catch (ConfigurationException atOnce) {
            return atOnce.kind();
        }
    }

    @Rule("X5")
    void keyStandsInAHeaderAndNotInTheUrl() {
        needsKey();
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER));
            s.answer(mode, Samples.request());
            RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
            Check.hides("the address", request.path() + "?" + request.query(), key);
            Check.contains("the headers", request.headers().toString(), key);
            Check.hides("the body", request.body(), key);
        }
    }

    @Rule("X6")
    void keyThatNoHeaderMayHoldIsRefused() {
        needsKey();
        for (String bad : List.of(key + "\r\nX-Evil: 1", key + "\u0000", key + "é海")) {
            for (Mode mode : Scenario.modes()) {
                LlmException failure = refusal(mode, bad);
                Check.that(REFUSALS.contains(failure.kind()), "a bad key must be refused, not end as " + failure);
                Check.hides("the refusal", Traces.of(failure), key);
            }
        }
        Check.equal("the requests with a bad key", 0, s.requests());
    }

    private LlmException refusal(Mode mode, String bad) {
        try {
            s.provider(options -> options.set(CommonOptions.API_KEY, Secret.from(() -> bad)));
            return s.failure(mode, Samples.request());
        } catch (ConfigurationException atOnce) {
            return atOnce;
        }
    }

    @Rule("X7")
    void valuesOfHeadersAreNotShown() {
        ChatRequest request = Samples.request().toBuilder()
                .callOptions(CallOptions.builder()
                        .header("X-Tck-Secret", HEADER_VALUE)
                        .build())
                .build();
        if (s.knows(CommonOptions.HEADERS.name())) {
            s.provider(options -> options.set("headers.X-Tck-Configured", HEADER_VALUE + "-2"));
        }
        try (LogCapture logs = new LogCapture()) {
            StringBuilder all = new StringBuilder();
            for (Mode mode : Scenario.modes()) {
                s.twin().enqueue(s.reply(mode, Samples.ANSWER), Reply.text(500, "you sent " + HEADER_VALUE));
                all.append(shown(s.engine().explain(request, mode)));
                all.append(s.answer(mode, request));
                RecordedRequest sent = s.twin().takeRequest(Scenario.SOON);
                Check.equal(
                        "the header", HEADER_VALUE, sent.header("x-tck-secret").orElse(""));
                Check.equal(
                        "the configured header",
                        s.knows(CommonOptions.HEADERS.name()) ? HEADER_VALUE + "-2" : "",
                        sent.header("x-tck-configured").orElse(""));
                all.append(s.failure(mode, request).getMessage());
                s.twin().takeRequest(Scenario.SOON);
            }
            all.append(request).append(s.provider());
            Check.hides("what is shown", all.toString(), HEADER_VALUE);
            Check.hides("the logs", logs.text(), HEADER_VALUE);
        }
    }

    @Rule("X8")
    void echoOfAKeyIsRemoved() {
        needsKey();
        Optional<String> other = s.tck().otherKey();
        for (Mode mode : Scenario.modes()) {
            String echo =
                    "tck-before " + key + other.map(more -> " and " + more).orElse("") + " tck-after";
            s.twin().enqueue(s.error(ErrorKind.INVALID_REQUEST, echo));
            LlmException failure = s.failure(mode, Samples.request());
            String shown = failure.getMessage() + failure.excerpt().orElse("") + Traces.of(failure);
            Check.contains("excerpt()", failure.excerpt().orElse(""), "tck-before");
            Check.hides("the error", shown, key);
            other.ifPresent(more -> Check.hides("the error (a key of the provider's shape)", shown, more));
        }
    }
}
