package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** P. */
final class ProviderRules {
    private static final List<String> ODD_NAMES = List.of("x", "a/b:c", "a b?c#d", "模型", "..", "%2e");

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Scenario s;

    ProviderRules(Scenario scenario) {
        s = scenario;
    }

    private boolean embeds() {
        return s.tck().capabilities().contains(Capability.EMBEDDINGS);
    }

    @Rule("P1")
    void providerIsSafeOnAnyThread() {
        Pattern marker = Pattern.compile("tck-\\d+-thread");
        s.twin().on(any -> true, request -> {
            Matcher found = marker.matcher(request.body());
            String asked = found.find() ? found.group() : "lost";
            // In bits, so that the answers come at the same time.
            return s.reply(modeOf(asked), TwinAnswer.of(asked))
                    .with(reply -> reply.splitEverywhere(1).gap(Duration.ofMillis(1)));
        });
        s.engine();
        ExecutorService threads = Executors.newFixedThreadPool(8, Threads::daemon);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String mine = "tck-" + i + "-thread";
                all.add(CompletableFuture.runAsync(
                        () -> Check.equal(
                                "the answer to " + mine,
                                mine,
                                s.answer(modeOf(mine), ChatRequest.of(mine)).text()),
                        threads));
            }
            Wait.value(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenApply(done -> "done"));
        } finally {
            threads.shutdown();
        }
    }

    /** Half of the calls are streams. */
    private static Mode modeOf(String marker) {
        return marker.matches("tck-\\d*[13579]-thread") ? Mode.STREAM : Mode.GENERATE;
    }

    @Rule("P2")
    void modelsOfAnyNameAreMadeWithoutTalking() {
        for (String name : ODD_NAMES) {
            Check.equal("ref()", name, s.provider().chatModel(name).ref().model());
            if (embeds()) {
                Check.equal(
                        "ref()", name, s.provider().embeddingModel(name).ref().model());
            }
        }
        s.mustBeSilent("by models that were made");
    }

    @Rule("P3")
    void embeddingModelIsRefusedWhereThereIsNone() {
        if (embeds()) {
            s.provider().embeddingModel(s.tck().embeddingModel());
            return;
        }
        try {
            s.provider().embeddingModel(s.tck().embeddingModel());
        } catch (UnsupportedException asDemanded) {
            return;
        }
        throw new AssertionError("EMBEDDINGS is not claimed: embeddingModel must throw an UnsupportedException");
    }

    @Rule("P4")
    void namesAreTheConfiguredProviders() {
        String name = "tck-second";
        DriverOptions options =
                Copied.as(name, s.options(s.twin().baseUri()).build(), s.tck().driver(), Set.of());
        LlmProvider second = s.use(s.drivers().open(s.tck().driver().id(), options));
        Check.equal("name()", name, second.name());
        ModelRef ref = new ModelRef(name, s.tck().chatModel());
        Check.equal("the model's ref()", ref, second.chatModel(ref.model()).ref());
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER), Reply.text(500, "no"));
            Check.equal(
                    "the answer's ref()", ref, s.answer(mode, Samples.request()).ref());
            LlmException failure = s.failure(mode, Samples.request());
            Check.equal("the error's provider()", name, failure.provider().orElse(""));
            Check.equal("the attempt's ref()", ref, s.lastAttempts().get(0).ref());
        }
    }

    @Rule("P5")
    void closedProviderSendsNothing() {
        LlmProvider provider = s.provider();
        ChatEngine madeBefore = s.engine();
        provider.close();
        for (Mode mode : Scenario.modes()) {
            checkClosed(s.failure(mode, madeBefore, Samples.request()));
            checkClosed(s.failure(mode, Samples.request()));
        }
        checkClosed(LlmException.of(Wait.failure(provider.models())));
        if (embeds()) {
            checkClosed(LlmException.of(Wait.failure(
                    provider.embeddingModel(s.tck().embeddingModel()).embedAsync(EmbeddingRequest.of("a")))));
        }
        Check.equal("the connections opened after closing", 0, s.twin().connectionsOpened());
    }

    private static void checkClosed(LlmException failure) {
        Check.equal("the kind of a call on a closed provider (" + failure + ")", ErrorKind.CANCELLED, failure.kind());
        Check.equal("its reason", "closed", failure.reason());
    }

    @Rule("P6")
    void closingCancelsOpenCalls() {
        s.twin().enqueue(Reply.silence(), s.stalled(Mode.STREAM));
        Asked silent = s.ask(Samples.request());
        RecordedRequest first = s.twin().takeRequest(Scenario.SOON);
        EventLog log = s.stream(Samples.request()).awaitContents(1);
        RecordedRequest second = s.twin().takeRequest(Scenario.SOON);
        s.provider().close();
        checkClosed(silent.failure());
        LlmException streamed = log.failed();
        checkClosed(streamed);
        Check.equal(
                "the partial text",
                log.text(),
                streamed.partial().map(partial -> partial.text()).orElse(""));
        first.awaitClosedByClient(Scenario.SOON);
        second.awaitClosedByClient(Scenario.SOON);
        if (embeds()) {
            closingCancelsEmbeddings();
        }
    }

    private void closingCancelsEmbeddings() {
        LlmProvider provider = s.provider(options -> options);
        s.twin().enqueue(Reply.silence());
        CallContext context = s.context();
        CompletableFuture<EmbeddingResponse> open = provider.embeddingModel(
                        s.tck().embeddingModel())
                .unwrap(EmbeddingEngine.class)
                .orElseThrow(() -> new AssertionError("embeddingModel(…).unwrap(EmbeddingEngine.class) must give it"))
                .embed(EmbeddingRequest.of("a"), context);
        RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
        provider.close();
        checkClosed(Check.is("the failure", LlmException.class, Wait.failure(open)));
        request.awaitClosedByClient(Scenario.SOON);
    }

    @Rule("P7")
    void closingIsIdempotentAndQuick() {
        Wait.quickly(CLOSING, "close() must return", this::closeTwiceAndOnceMore);
    }

    private Duration closeTwiceAndOnceMore() {
        LlmProvider provider = s.provider(options -> options);
        s.twin().enqueue(Reply.silence());
        Asked open = s.ask(Samples.request());
        s.twin().takeRequest(Scenario.SOON);
        long before = System.nanoTime();
        CompletableFuture<Void> other = CompletableFuture.runAsync(provider::close);
        provider.close();
        Wait.value(other.thenApply(done -> "done"));
        provider.close();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        checkClosed(open.failure());
        return took;
    }

    @Rule("P8")
    void closingGivesBackWhatIsSharedAndKeepsWhatWasPassedIn() {
        ExecutorService passedIn = Executors.newSingleThreadExecutor(Threads::daemon);
        try {
            LlmProvider first = s.provider(options -> s.knows(CommonOptions.CALLBACK_EXECUTOR.name())
                    ? options.set(CommonOptions.CALLBACK_EXECUTOR, passedIn)
                    : options);
            s.twin().enqueue(s.wire().whole(Samples.ANSWER), s.wire().whole(Samples.ANSWER));
            s.ask(Samples.request()).answer();
            LlmProvider second = s.provider(options -> options);
            first.close();
            Check.that(!passedIn.isShutdown(), "what was passed in must not be closed");
            Check.equal(
                    "the text",
                    Samples.ANSWER.text(),
                    s.ask(s.engine(second), Samples.request()).answer().text());
        } finally {
            passedIn.shutdown();
        }
    }

    @Rule("P9")
    void failureLeavesTheProviderFit() {
        for (Mode mode : Scenario.modes()) {
            for (Reply reply : List.of(
                    Reply.text(500, "no"),
                    Reply.html(200, "no"),
                    Reply.hangUp(),
                    Reply.resetConnection(),
                    Reply.garbage(5),
                    Reply.text(200, ""),
                    s.reply(mode, Samples.ANSWER).with(r -> r.cutAfter(20)))) {
                s.twin().enqueue(reply, s.reply(mode, Samples.ANSWER));
                s.failure(mode, Samples.request());
                Check.equal(
                        "the text after a failure",
                        Samples.ANSWER.text(),
                        s.answer(mode, Samples.request()).text());
            }
            s.twin().enqueue(Reply.silence(), s.reply(mode, Samples.ANSWER));
            int before = s.twin().requests().size();
            Asked given = s.ask(Samples.request());
            s.twin().awaitRequests(before + 1, Scenario.SOON);
            given.future().cancel(true);
            Check.equal(
                    "the text after a cancelled call",
                    Samples.ANSWER.text(),
                    s.answer(mode, Samples.request()).text());
        }
    }

    @Rule("P10")
    void noThreadKeepsTheProcessAlive() {
        Set<Thread> before = Threads.alive();
        LlmDrivers own = LlmDrivers.of(s.tck().driver());
        LlmProvider provider = s.use(
                own.open(s.tck().driver().id(), s.options(s.twin().baseUri()).build()));
        s.twin().enqueue(s.wire().whole(Samples.ANSWER), s.wire().stream(Samples.ANSWER));
        s.ask(Samples.request()).answer();
        s.stream(Samples.request()).answer();
        provider.close();
        Wait.until(
                "no thread that is no daemon may remain: " + Threads.keepingAlive(before),
                () -> Threads.keepingAlive(before).isEmpty());
    }
}
