package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Explanation;
import dev.llmdriver.Health;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Support;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** M. */
final class ModelRules {
    /** What the transport adds by itself. */
    private static final Set<String> TRANSPORT_HEADERS =
            Set.of("host", "content-length", "connection", "transfer-encoding", "accept-encoding", "user-agent");

    private final Scenario s;

    ModelRules(Scenario scenario) {
        s = scenario;
    }

    private ChatModel model(String name) {
        return s.provider().chatModel(name);
    }

    private void serves(String... models) {
        s.uncounted(); // questions about models are no attempts of a call
        s.twin().on(request -> request.method().equals("GET"), request -> s.error(ErrorKind.MODEL_NOT_FOUND));
        Skip.unless(s.wire().serve(s.twin(), models), "the provider has no questions about models");
    }

    @Rule("M1")
    void modelsHaveIdsThatWork() {
        serves(s.tck().chatModel(), "tck-second-model");
        List<String> ids =
                Wait.value(s.provider().models()).stream().map(ModelInfo::id).toList();
        Check.that(
                ids.containsAll(List.of(s.tck().chatModel(), "tck-second-model")),
                "models() must name the models that the provider named: " + ids);
        for (String id : ids) {
            s.twin().enqueue(s.wire().whole(Samples.ANSWER));
            int before = s.requests();
            Wait.value(model(id).generateAsync(Samples.request()));
            RecordedRequest sent = s.twin().requests().get(before);
            Check.contains("a request to the model " + id, sent.path() + sent.body(), id);
        }
    }

    @Rule("M2")
    void capabilitiesAreTrueAndFree() {
        model(s.tck().chatModel()).capabilities().known().forEach((capability, support) -> {
            boolean claimed = s.tck().capabilities().contains(capability);
            Check.that(support != Support.YES || claimed, capability + " is said to be there but is not claimed");
            boolean otherModels = capability == Capability.EMBEDDINGS; // claimed of the provider, not of its chat model
            Check.that(
                    support != Support.NO || !claimed || otherModels,
                    capability + " is claimed but said not to be there");
        });
        Check.equal("the connections opened by capabilities()", 0, s.twin().connectionsOpened());
    }

    @Rule("M4")
    void unknownModelIsNotFound() {
        serves(s.tck().chatModel(), "tck-second-model");
        Check.equal(
                "id()",
                s.tck().chatModel(),
                Wait.value(model(s.tck().chatModel()).describe()).id());
        LlmException failure =
                LlmException.of(Wait.failure(model("tck-no-such-model").describe()));
        Check.equal("the kind for an unknown model", ErrorKind.MODEL_NOT_FOUND, failure.kind());
    }

    @Rule("M5")
    void healthIsFreeAndNeverFails() {
        s.uncounted();
        URI nobody = ErrorRules.nobodyListens();
        if (s.knows(CommonOptions.BASE_URL.name())) {
            Health down = Wait.value(s.providerAt(nobody).health());
            Check.that(
                    down.status() == Health.Status.DOWN || down.status() == Health.Status.UNKNOWN,
                    "a provider that is not there must be DOWN: " + down);
            Check.that(
                    down.status() != Health.Status.DOWN || !down.remedy().isBlank(),
                    "DOWN must name the remedy: " + down);
            Check.hides("what health() tells", down.toString(), s.tck().key());
            s.fresh();
        }
        failingServerIsNotWell();
        serves(s.tck().chatModel());
        Health up = Wait.value(s.provider().health());
        Check.that(
                up.status() == Health.Status.UP || up.status() == Health.Status.UNKNOWN,
                "a provider that answers must not be " + up);
    }

    private void failingServerIsNotWell() {
        WireTwin failing = s.anotherTwin();
        failing.on(any -> true, any -> Reply.text(500, "no"));
        Health sick = Wait.value(s.open(failing.baseUri(), options -> options).health());
        Check.that(sick.status() != Health.Status.UP, "a provider whose server fails must not be " + sick);
    }

    @Rule("M6")
    void tokenCountsAreExactOrSaySo() {
        s.uncounted();
        if (s.tck().capabilities().contains(Capability.TOKEN_COUNTING)) {
            s.twin().enqueue(s.wire().tokenCount(42));
            TokenCount count = Wait.value(model(s.tck().chatModel()).countTokens(Samples.request()));
            Check.equal("the tokens", 42L, count.tokens());
            Check.that(count.exact(), "what the provider counted is exact: " + count);
        } else {
            LlmException failure =
                    LlmException.of(Wait.failure(model(s.tck().chatModel()).countTokens(Samples.request())));
            Check.equal("the kind where there is no way to count", ErrorKind.UNSUPPORTED, failure.kind());
        }
    }

    @Rule("M7")
    void explanationIsWhatIsSent() {
        for (ChatRequest request : List.of(Samples.request(), rich())) {
            for (Mode mode : Scenario.modes()) {
                Explanation told = s.engine().explain(request, mode);
                s.twin().enqueue(s.reply(mode, Samples.ANSWER));
                s.answer(mode, request);
                RecordedRequest sent = s.twin().takeRequest(Scenario.SOON);
                Check.equal("the method", sent.method(), told.method());
                Check.equal("the body", Sent.of(sent), Sent.of(told.body()));
                URI url = URI.create(told.url());
                Check.equal(
                        "the address",
                        s.twin().baseUri().getAuthority() + sent.path(),
                        url.getRawAuthority() + url.getRawPath());
                String query = url.getRawQuery() == null ? "" : url.getRawQuery();
                Check.that(
                        sent.query().matches(query.replace("****", "[^&]*")),
                        "the query " + sent.query() + " must be shown, keys replaced, but is shown as " + query);
                checkHeaders(sent, told);
            }
        }
    }

    private static ChatRequest rich() {
        return Fields.withTools()
                .system("be brief")
                .maxTokens(9)
                .temperature(0.5)
                .stop("x")
                .build();
    }

    private void checkHeaders(RecordedRequest sent, Explanation told) {
        Map<String, String> shown = told.headers().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        sent.headers().forEach((name, values) -> {
            String header = name.toLowerCase(Locale.ROOT);
            if (!TRANSPORT_HEADERS.contains(header)) {
                Check.that(shown.containsKey(header), "the header " + header + " was sent but not shown: " + shown);
                boolean secret = values.get(0).contains(s.tck().key());
                Check.that(
                        secret != values.get(0).equals(shown.get(header)),
                        "the header " + header + " was sent as " + (secret ? "a key" : values.get(0)) + " but shown as "
                                + shown.get(header));
            }
        });
        shown.forEach((name, value) -> Check.that(
                TRANSPORT_HEADERS.contains(name) || sent.header(name).isPresent(),
                "a header that was not sent: " + name));
    }

    @Rule("M8")
    void explanationFailsAsTheCallWould() {
        int refused = 0;
        for (ChatRequest request : Refusals.candidates(s).values()) {
            for (Mode mode : Scenario.modes()) {
                try {
                    s.engine().explain(request, mode);
                } catch (LlmException told) {
                    refused++;
                    Check.equal(
                            "the kind of the call's refusal",
                            told.kind(),
                            s.failure(mode, request).kind());
                }
            }
        }
        Check.equal("the requests sent", 0, s.requests());
        Skip.unless(refused > 0, "the driver refuses nothing before sending");
    }

    private static void endsByTheClock(CompletableFuture<?> question, ManualScheduler clock) {
        Wait.until("the question must end by the clock", () -> {
            clock.advance(Duration.ofHours(1));
            return question.isDone();
        });
    }

    @Rule("M9")
    void questionsAboutModelsKeepTheRules() {
        s.uncounted();
        ManualScheduler clock = s.virtualTime();
        Skip.unless(s.wire().serve(s.anotherTwin(), s.tck().chatModel()), "the provider has no questions about models");
        s.twin().enqueue(s.error(ErrorKind.AUTHENTICATION), Reply.text(500, "no"), Reply.silence(), Reply.silence());
        LlmException refused = LlmException.of(Wait.failure(s.provider().models()));
        Check.equal("the kind of a refused question", ErrorKind.AUTHENTICATION, refused.kind());
        Check.empty("the attempts of a question", refused.attempts());
        Check.hides("the refusal", Traces.of(refused), s.tck().key());
        Check.hides(
                "the address",
                s.twin().takeRequest(Scenario.SOON).query(),
                s.tck().key());
        Check.is(
                "the failure",
                LlmException.class,
                LlmException.of(Wait.failure(s.provider().models())));
        s.twin().takeRequest(Scenario.SOON);
        s.fresh();
        CompletableFuture<List<ModelInfo>> cancelled = s.provider().models();
        RecordedRequest silent = s.twin().takeRequest(Scenario.SOON);
        cancelled.cancel(true);
        silent.awaitClosedByClient(Scenario.SOON); // on a clock that stands still
        CompletableFuture<List<ModelInfo>> late = s.provider().models();
        s.twin().takeRequest(Scenario.SOON);
        endsByTheClock(late, clock);
        Check.equal(
                "the kind",
                ErrorKind.TIMEOUT,
                LlmException.of(Wait.failure(late)).kind());
        WireTwin mute = s.anotherTwin();
        mute.on(any -> true, any -> Reply.silence());
        endsByTheClock(s.open(mute.baseUri(), options -> options).health(), clock);
    }
}
