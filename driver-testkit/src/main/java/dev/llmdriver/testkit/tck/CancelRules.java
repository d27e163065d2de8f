package dev.llmdriver.testkit.tck;

import dev.llmdriver.Attempt;
import dev.llmdriver.Mode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** C. */
final class CancelRules {
    /** What the contract calls at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Scenario s;

    CancelRules(Scenario scenario) {
        s = scenario;
    }

    /** A call of either mode that can be given up. */
    private record Open(CallContext context, Runnable cancel) {}

    private Open begin(ChatEngine engine, Mode mode) {
        if (mode == Mode.GENERATE) {
            Asked asked = s.ask(engine, Samples.request());
            return new Open(asked.context(), () -> asked.future().cancel(true));
        }
        EventLog log = s.stream(engine, Samples.request(), Long.MAX_VALUE);
        return new Open(log.context(), log::cancel);
    }

    @Rule("C1")
    void cancellingClosesTheExchangeAtOnce() {
        for (Mode mode : Scenario.modes()) {
            mustClose("before the answer", () -> cancelBeforeTheAnswer(mode));
            mustClose("within the answer", () -> cancelWithinTheAnswer(mode));
            s.step("while connecting", () -> mustClose("while connecting", () -> cancelWhileConnecting(mode)));
        }
    }

    private static void mustClose(String phase, Supplier<Duration> attempt) {
        Wait.quickly(AT_ONCE, "the connection of a call cancelled " + phase + " must be closed", attempt);
    }

    private Duration cancelBeforeTheAnswer(Mode mode) {
        s.twin().enqueue(Reply.silence());
        return cancel(begin(s.engine(), mode), s.twin().takeRequest(Scenario.SOON));
    }

    private Duration cancelWithinTheAnswer(Mode mode) {
        s.twin().enqueue(s.stalled(mode));
        Open call = begin(s.engine(), mode);
        RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
        Wait.until(
                "an answer's head must be noted",
                () -> call.context().ledger().attempts().stream()
                        .anyMatch(attempt -> attempt.status().isPresent()));
        return cancel(call, request);
    }

    private static Duration cancel(Open call, RecordedRequest request) {
        long before = System.nanoTime();
        call.cancel().run();
        return Duration.ofNanos(request.awaitClosedByClient(Scenario.SOON).nanoTime() - before);
    }

    private Duration cancelWhileConnecting(Mode mode) {
        try (SilentServer server = new SilentServer()) {
            Open call = begin(s.engine(s.open(server.uri(), options -> options)), mode);
            try (SilentServer.Client client = server.accept()) {
                long before = System.nanoTime();
                call.cancel().run();
                client.awaitLeaving();
                return Duration.ofNanos(System.nanoTime() - before);
            }
        }
    }

    @Rule("C2")
    void cancellingIsIdempotentAndPossibleAtAnyTime() {
        s.twin().enqueue(s.wire().whole(Samples.ANSWER), s.wire().stream(Samples.ANSWER));
        Asked ended = s.ask(Samples.request());
        String text = ended.answer().text();
        EventLog streamed = s.stream(Samples.request());
        streamed.answer();
        for (int i = 0; i < 2; i++) {
            s.twin().takeRequest(Scenario.SOON);
            ended.future().cancel(true);
            streamed.cancel();
        }
        Check.equal(
                "the answer of a call that had ended before it was cancelled",
                text,
                ended.answer().text());
        Check.that(streamed.isCompleted(), "cancelling after the end must do nothing");
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(Reply.silence());
            Open call = begin(s.engine(), mode);
            RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(call.cancel()), CompletableFuture.runAsync(call.cancel()))
                    .join();
            request.awaitClosedByClient(Scenario.SOON);
        }
    }

    @Rule("C3")
    void afterCancellingNoEventComes() {
        Reply answer = s.wire().stream(Samples.large(200, 100));
        // Not to its end: once that was read there is nothing to stop, and the connection may serve the next call.
        s.twin().enqueue(answer.firstEvents(100).stall().build());
        EventLog log = s.stream(s.engine(), Samples.request(), 3);
        log.awaitEvents(3).cancel();
        log.subscription().request(100);
        s.twin().awaitNoConnections(Scenario.SOON);
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        s.ask(Samples.request()).answer();
        Check.equal("the events after cancelling", 3, log.events().size());
        Check.that(!log.isEnded(), "a subscriber that cancelled must hear of no end: " + log.failure());
    }

    @Rule("C4")
    void cancelledFutureEndsAtOnce() {
        s.twin().enqueue(Reply.silence());
        Asked call = s.ask(Samples.request());
        CompletableFuture<String> dependent = call.future().thenApply(answer -> answer.text());
        s.twin().awaitRequests(1, Scenario.SOON);
        call.future().cancel(true);
        Check.that(call.future().isDone(), "a cancelled future must be done when cancel returns");
        Check.that(dependent.isCompletedExceptionally(), "who waits on a cancelled future must be told");
        s.twin().awaitClosedByClient(Scenario.SOON);
    }

    @Rule("C5")
    void cancellingBeforeAnythingWasSentSendsNothing() {
        CallContext context = s.context();
        EventLog log = new EventLog(context, 0, Flow.Subscription::cancel);
        s.engine().stream(Samples.request(), context).subscribe(log);
        Check.empty(
                "the attempts of a stream that was cancelled at once",
                context.ledger().attempts());
        try (SilentServer server = new SilentServer()) {
            Open call = begin(s.engine(s.open(server.uri(), options -> options)), Mode.GENERATE);
            try (SilentServer.Client greeted = server.accept()) {
                call.cancel().run();
                Check.that(greeted.isOpen(), "the client has greeted");
                Check.empty(
                        "the attempts of a call cancelled while connecting",
                        call.context().ledger().attempts());
            }
        }
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        s.ask(Samples.request()).answer();
        Check.equal("the requests of three calls, of which one was not cancelled", 1, s.requests());
    }

    @Rule("C6")
    void ledgerEntryOfACancelledExchangeEndsCancelled() {
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(Reply.silence());
            Open call = begin(s.engine(), mode);
            s.twin().takeRequest(Scenario.SOON);
            call.cancel().run();
            Wait.until(
                    "the entry must end with the error cancelled: "
                            + call.context().ledger().attempts(),
                    () -> isCancelled(call.context().ledger().attempts()));
        }
    }

    private static boolean isCancelled(List<Attempt> attempts) {
        return attempts.size() == 1
                && attempts.get(0).duration().isPresent()
                && attempts.get(0).error().orElse(null) == ErrorKind.CANCELLED;
    }

    @Rule("C7")
    void connectionThatWasNotReadToItsEndIsNotUsedAgain() {
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.stalled(mode), s.reply(mode, Samples.ANSWER));
            Open call = begin(s.engine(), mode);
            RecordedRequest first = s.twin().takeRequest(Scenario.SOON);
            call.cancel().run();
            s.answer(mode, Samples.request());
            RecordedRequest second = s.twin().takeRequest(Scenario.SOON);
            Check.that(first.connection() != second.connection(), "the call after a cancelled one used its connection");
            first.awaitClosedByClient(Scenario.SOON);
        }
    }

    @Rule("C12")
    void subscriptionThatTellsOfTheAnswerTellsAllThatWasGiven() {
        s.twin().enqueue(s.stalled(Mode.STREAM));
        EventLog log = s.stream(Samples.request());
        log.awaitContents(1);
        AnswerSoFar told = teller(log.subscription());
        mustTell(told, log);
        log.cancel();
        s.twin().awaitClosedByClient(Scenario.SOON);
        mustTell(told, log);
    }

    private static AnswerSoFar teller(Flow.Subscription subscription) {
        if (subscription instanceof AnswerSoFar told) {
            return told;
        }
        throw new Skip("subscriptions do not tell of the answer");
    }

    private static void mustTell(AnswerSoFar told, EventLog log) {
        String given = log.text();
        String soFar = told.soFar().text();
        Check.that(soFar.startsWith(given), "what has come must begin with <" + given + "> but is <" + soFar + ">");
    }
}
