package dev.llmdriver.testkit.tck;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Mode;
import dev.llmdriver.Secret;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.WireTwin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** R, the fields of a request and what becomes of them. */
final class RequestRules {
    private final Scenario s;

    RequestRules(Scenario scenario) {
        s = scenario;
    }

    private List<FieldFate> fates(ChatRequest request) {
        return s.fates(request);
    }

    /** {@return what became of a field, which must be told exactly once} */
    static Fate fate(List<FieldFate> fates, String field) {
        List<FieldFate> told =
                fates.stream().filter(fate -> fate.field().equals(field)).toList();
        Check.equal("the number of fates of " + field + " " + told, 1, told.size());
        return told.get(0).fate();
    }

    /** Tells each request that the driver does not refuse. */
    private void eachTaken(Map<String, ChatRequest> requests, BiConsumer<String, ChatRequest> check) {
        requests.forEach((field, request) -> {
            try {
                fates(request);
            } catch (LlmException refused) {
                return; // R19 looks at refusals
            }
            check.accept(field, request);
        });
    }

    @Rule(value = "R1", eachMode = true)
    void whatIsNotSetIsNotSent() {
        noNull(s.sent(Samples.request()));
        eachTaken(Fields.each(), (field, request) -> {
            Fate fate = fate(fates(request), field);
            if ((fate == Fate.SENT || fate == Fate.RENAMED) && !isTheProvidersWay(field)) {
                Sent without = s.sent(Fields.without(field));
                Sent with = s.sent(request);
                noNull(with);
                Check.that(
                        !with.beyond(without).isEmpty(),
                        field + " is said to be sent, but adds nothing to a request without it: " + with);
            }
        });
    }

    private static void noNull(Sent sent) {
        sent.leaves().forEach((path, leaf) -> Check.that(!leaf.isNull(), "a null was sent at " + path + ": " + sent));
    }

    /** Where one cannot forbid calls side by side, to allow them needs no word. */
    private boolean isTheProvidersWay(String field) {
        return field.equals("parallelToolCalls")
                && fates(Fields.withTools().parallelToolCalls(false).build()).stream()
                        .anyMatch(fate -> fate.field().equals(field) && fate.isNotable());
    }

    @Rule(value = "R2", eachMode = true)
    void everyFieldHasOneFate() {
        eachTaken(Fields.each(), (field, request) -> {
            if (fate(fates(request), field) == Fate.SENT) {
                checkValue(field, request);
            }
        });
        eachTaken(Fields.extremes(), (field, request) -> fate(fates(request), field));
        List<FieldFate> unset = fates(Samples.request());
        for (String field : Fields.each().keySet()) {
            Check.that(
                    unset.stream().noneMatch(fate -> fate.field().equals(field)),
                    "a field that is not set has no fate: " + unset);
        }
    }

    private void checkValue(String field, ChatRequest request) {
        JsonNode value = Fields.VALUES.get(field);
        if (value != null) {
            Sent sent = s.sent(request);
            Check.that(
                    sent.hasValue(value),
                    field + " is said to be sent as it is, but " + value + " stands nowhere in " + sent);
        }
    }

    @Rule("R3")
    void notableFatesAreWarnings() {
        Map<String, ChatRequest> all = new LinkedHashMap<>(Fields.each());
        Fields.extremes().forEach((field, request) -> all.put(field + " (extreme)", request));
        List<String> notable = new ArrayList<>();
        eachTaken(all, (name, request) -> {
            for (FieldFate fate : fates(request)) {
                if (fate.isNotable()) {
                    notable.add(fate.field());
                    checkWarned(request, fate);
                }
            }
        });
        Skip.unless(!notable.isEmpty(), "the driver sends every field as it is");
    }

    private void checkWarned(ChatRequest request, FieldFate fate) {
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER));
            ChatResponse answer = s.answer(mode, request);
            Check.that(
                    answer.warnings().stream().map(Warning::field).anyMatch(fate.field()::equals),
                    fate + " must be a warning of the answer (" + mode + "): " + answer.warnings());
        }
    }

    @Rule("R4")
    void strictRefusesWhatWouldBeDropped() {
        List<String> dropped = new ArrayList<>();
        Map<String, ChatRequest> all = new LinkedHashMap<>(Fields.each());
        all.putAll(Fields.extremes());
        eachTaken(all, (field, request) -> {
            if (fate(fates(request), field) == Fate.DROPPED) {
                dropped.add(field);
                ChatRequest strict = request.toBuilder().strict(true).build();
                for (Mode mode : Scenario.modes()) {
                    LlmException failure = Check.is("the refusal", UnsupportedException.class, s.failure(mode, strict));
                    Check.contains("the refusal", String.valueOf(failure.getMessage()), field);
                }
            }
        });
        Check.equal("the requests sent although strict", 0, s.requests());
        Skip.unless(!dropped.isEmpty(), "the driver drops no field");
    }

    @Rule(value = "R16", eachMode = true)
    void extrasAreSentAndWin() {
        String id = s.tck().driver().id();
        Map<String, Object> deep = Map.of("deep", List.of("tck-extra", 3));
        ChatRequest request = Samples.request().toBuilder()
                .extra(id, "tck_extra", deep)
                .extra("tck-other", "tck_foreign", "tck-foreign-value")
                .build();
        Sent sent = s.sent(request);
        JsonNode expected = Sent.tree("{\"deep\":[\"tck-extra\",3]}");
        Check.that(sent.hasJson(expected), "the extra must be sent under its name: " + sent);
        Check.contains("the request", sent.toString(), "tck_extra");
        Check.hides("the request", sent.toString(), "tck_foreign");
        Check.hides("the fates", fates(request).toString(), "tck_foreign");
        s.twin().enqueue(s.reply(s.mode(), Samples.ANSWER));
        Check.hides("the warnings", s.answer(request).warnings().toString(), "tck_foreign");
        s.twin().takeRequest(Scenario.SOON);
        extraWins(id);
    }

    /** Finds the wire's name of a field by what it adds, and says something else under that name. */
    private void extraWins(String id) {
        ChatRequest cold = Fields.with("temperature");
        Sent bare = s.sent(Samples.request());
        List<String> added = s.sent(cold).beyond(bare);
        Skip.unless(added.size() == 1, "the temperature is not sent as one field but as " + added);
        Sent sent = s.sent(extra(cold, id, added.get(0)));
        Check.equal("what is sent at " + added, "0.75", sent.leaves().get(added.get(0)) + "");
        Check.hides("the request", sent.toString(), "0.25");
    }

    private static ChatRequest extra(ChatRequest request, String id, String path) {
        String[] names = path.substring(1).split("/", -1);
        Object value = 0.75;
        for (int i = names.length - 1; i > 0; i--) {
            value = Map.of(names[i], value);
        }
        return request.toBuilder().extra(id, names[0], value).build();
    }

    @Rule(value = "R17", eachMode = true)
    void tagsAreNotSent() {
        ChatRequest request =
                Samples.request().toBuilder().tag("tck-tag", "tck-tag-value").build();
        s.twin().enqueue(s.reply(s.mode(), Samples.ANSWER));
        s.answer(request);
        RecordedRequest sent = s.twin().takeRequest(Scenario.SOON);
        Check.hides("the request", sent.headers() + sent.query() + sent.body(), "tck-tag");
    }

    @Rule("R18")
    void callOptionsHoldForThatCallOnly() {
        WireTwin other = s.anotherTwin();
        CallOptions.Builder options = CallOptions.builder().header("X-Tck-Call", "tck-call");
        boolean address = s.knows(CommonOptions.BASE_URL.name());
        boolean key = s.knows(CommonOptions.API_KEY.name());
        if (address) {
            s.tck()
                    .options(other.baseUri(), s.tck().key())
                    .build()
                    .get(CommonOptions.BASE_URL)
                    .ifPresent(options::baseUrl);
        }
        String otherKey = s.tck().key() + "Call";
        if (key) {
            options.apiKey(Secret.of(otherKey));
        }
        ChatRequest special =
                Samples.request().toBuilder().callOptions(options.build()).build();
        for (Mode mode : Scenario.modes()) {
            WireTwin target = address ? other : s.twin();
            target.enqueue(s.reply(mode, Samples.ANSWER));
            s.answer(mode, special);
            RecordedRequest sent = target.takeRequest(Scenario.SOON);
            Check.equal(
                    "the call's own header",
                    "tck-call",
                    sent.header("x-tck-call").orElse(""));
            Check.that(!key || sent.headers().toString().contains(otherKey), "the call's own key must be sent");
            s.twin().enqueue(s.reply(mode, Samples.ANSWER));
            s.answer(mode, Samples.request());
            RecordedRequest next = s.twin().takeRequest(Scenario.SOON);
            Check.hides("the next call's headers", next.headers().toString(), "tck-call");
            Check.hides("the next call's headers", next.headers().toString(), otherKey);
        }
    }

    @Rule("R19")
    void refusalsNameTheFieldAndSendNothing() {
        List<ErrorKind> allowed = List.of(ErrorKind.INVALID_REQUEST, ErrorKind.UNSUPPORTED);
        int refused = 0;
        for (Map.Entry<String, ChatRequest> each : Refusals.candidates(s).entrySet()) {
            try {
                s.engine().explain(each.getValue(), Mode.GENERATE);
                continue;
            } catch (LlmException expected) {
                refused++;
            }
            for (Mode mode : Scenario.modes()) {
                LlmException failure = s.failure(mode, each.getValue());
                Check.that(allowed.contains(failure.kind()), each.getKey() + " must be refused, not end as " + failure);
                Check.empty("the attempts of what was refused", failure.attempts());
                Check.that(
                        String.valueOf(failure.getMessage()).contains(each.getKey()),
                        "the refusal must name <" + each.getKey() + ">: " + failure.getMessage());
            }
        }
        Check.equal("the requests sent although refused", 0, s.requests());
        Skip.unless(refused > 0, "the driver refuses nothing before sending");
    }

    @Rule("R20")
    void requestMayBeUsedManyTimesAtOnce() {
        s.twin().on(any -> true, any -> s.wire().whole(Samples.ANSWER));
        ChatRequest request = Fields.withTools().maxTokens(5).tag("a", "b").build();
        ChatRequest copy = request.toBuilder().build();
        Explanation before = s.engine().explain(request, Mode.GENERATE);
        List<CompletableFuture<ChatResponse>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(s.ask(request).future());
        }
        all.forEach(Wait::value);
        Check.equal("the request after its calls", copy, request);
        Check.equal("what would be sent", before, s.engine().explain(request, Mode.GENERATE));
        Set<String> bodies = Set.copyOf(
                s.twin().requests().stream().map(RecordedRequest::body).toList());
        Check.equal("the number of different bodies", 1, bodies.size());
    }
}
