package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.Timeouts;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.RetryHint;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import java.util.List;

/** T, on a clock that stands still until it is told to go on. */
final class TimeRules {
    private static final Duration REAL_DELAY = Duration.ofMillis(150);

    private final Scenario s;
    private final ManualScheduler clock;

    TimeRules(Scenario scenario) {
        s = scenario;
        clock = scenario.virtualTime();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static ChatRequestBuilder request() {
        return Samples.request().toBuilder();
    }

    private Clocked begin(Mode mode, ChatRequest request) {
        return Clocked.begin(s, clock, mode, request);
    }

    @Rule("T1")
    void everyCallHasADeadline() {
        for (Mode mode : Scenario.modes()) {
            Check.that(remaining(mode, request()).compareTo(Duration.ofDays(1)) < 0, "a deadline must be finite");
            Check.equal(
                    "the request's deadline",
                    seconds(7),
                    remaining(mode, request().deadline(seconds(7))));
        }
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        CallContext context = s.context();
        context.startDeadline(seconds(3));
        Wait.value(s.engine().generate(request().deadline(seconds(7)).build(), context));
        Check.equal(
                "the deadline of who came first",
                seconds(3),
                context.remaining().orElse(null));
        if (s.knows(CommonOptions.DEADLINE.name())) {
            s.provider(options -> options.set(CommonOptions.DEADLINE, seconds(11)));
            Check.equal("the provider's deadline", seconds(11), remaining(Mode.GENERATE, request()));
            Check.equal(
                    "the request's deadline",
                    seconds(7),
                    remaining(Mode.STREAM, request().deadline(seconds(7))));
        }
    }

    private Duration remaining(Mode mode, ChatRequestBuilder request) {
        s.twin().enqueue(s.reply(mode, Samples.ANSWER));
        s.answer(mode, request.build());
        return s.lastContext().remaining().orElseThrow(() -> new AssertionError("a call must have a deadline"));
    }

    @Rule("T2")
    void deadlineEndsTheCallWhateverItIsDoing() {
        ChatRequest request = request().deadline(seconds(10)).build();
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(Reply.silence(), s.stalled(mode));
            for (int phase = 0; phase < 2; phase++) {
                Clocked call = begin(mode, request);
                RecordedRequest sent = s.twin().takeRequest(Scenario.SOON);
                Check.equal(
                        "the kind",
                        ErrorKind.TIMEOUT,
                        call.failsAfter(seconds(10)).kind());
                sent.awaitClosedByClient(Scenario.SOON);
            }
            try (SilentServer server = new SilentServer()) {
                s.providerAt(server.uri());
                Clocked call = begin(mode, request().deadline(seconds(2)).build());
                try (SilentServer.Client client = server.accept()) {
                    Check.that(client.isOpen(), "the client has greeted");
                    Check.equal(
                            "the kind",
                            ErrorKind.TIMEOUT,
                            call.failsAfter(seconds(2)).kind());
                }
                s.fresh();
            }
        }
    }

    @Rule("T3")
    void phaseTimeoutsEndTheAttempt() {
        Timeouts timeouts = Timeouts.unset()
                .withConnect(seconds(3))
                .withFirstToken(seconds(4))
                .withIdle(seconds(6));
        ChatRequest request = request().timeouts(timeouts).build();
        for (Mode mode : Scenario.modes()) {
            try (SilentServer server = new SilentServer()) {
                s.providerAt(server.uri());
                Clocked call = begin(mode, request);
                try (SilentServer.Client client = server.accept()) {
                    Check.that(client.isOpen(), "the client has greeted");
                    check(Phase.CONNECT, call.failsAfter(seconds(3)));
                }
                s.fresh();
            }
        }
        s.twin().enqueue(Reply.silence(), s.stalled(Mode.STREAM));
        Clocked silent = begin(Mode.STREAM, request);
        s.twin().takeRequest(Scenario.SOON);
        check(Phase.FIRST_TOKEN, silent.failsAfter(seconds(4)));
        Clocked idle = begin(Mode.STREAM, request);
        idle.events().awaitText(unfinishedText());
        check(Phase.STREAMING, idle.failsAfter(seconds(6)));
    }

    /** All that comes before the silence: what comes later would begin the idle time anew. */
    private String unfinishedText() {
        return Samples.textOf(s.unfinished(Samples.ANSWER).events());
    }

    private static void check(Phase phase, LlmException failure) {
        Check.equal("the kind (" + failure.getMessage() + ")", ErrorKind.TIMEOUT, failure.kind());
        Check.equal("the phase", phase, failure.phase());
    }

    @Rule("T4")
    void firstTokenCountsForStreamsToTheFirstContent() {
        ChatRequest request = request()
                .deadline(seconds(20))
                .timeouts(Timeouts.unset().withFirstToken(seconds(2)))
                .build();
        s.twin().enqueue(Reply.silence(), Reply.silence(), withoutContent());
        LlmException late = lateWhole(request().deadline(seconds(20)).build());
        LlmException whole = lateWhole(request);
        // Told from the deadline by its words too: an error for want of a first token may be noted after the clock has
        // gone on.
        Check.equal("what ends a whole answer, which has no first token", late.getMessage(), whole.getMessage());
        Check.equal("its reason", late.reason(), whole.reason());
        Clocked stream = begin(Mode.STREAM, request);
        s.twin().takeRequest(Scenario.SOON);
        Wait.until(
                "the answer's head must be noted",
                () -> stream.context().ledger().attempts().stream()
                        .anyMatch(attempt -> attempt.status().isPresent()));
        check(Phase.FIRST_TOKEN, stream.failsAfter(seconds(2)));
    }

    /** {@return the error of a whole answer that never comes, at its deadline} */
    private LlmException lateWhole(ChatRequest request) {
        Clocked whole = begin(Mode.GENERATE, request);
        s.twin().takeRequest(Scenario.SOON);
        clock.advance(seconds(10));
        LlmException failure = whole.failsAfter(seconds(10));
        Check.equal("the time of a whole answer, which has no first token", seconds(20), whole.lasted());
        return failure;
    }

    /** The events before the first content, and keep-alives; then silence. */
    private Reply withoutContent() {
        Reply whole = s.wire().stream(Samples.ANSWER);
        String first = Samples.ANSWER.pieces().get(0);
        int before = (int) whole.events().stream()
                .takeWhile(event -> !event.contains(first))
                .count();
        Reply start = whole.firstEvents(before).head().build();
        return s.wire().sendsServerSentEvents()
                ? start.with(reply -> reply.comment(" keep-alive").stall())
                : start.with(reply -> reply.stall());
    }

    @Rule("T5")
    void idleCountsBetweenContentsWhileTheReaderAsks() {
        ChatRequest request = request()
                .timeouts(Timeouts.unset().withIdle(seconds(6)))
                .deadline(seconds(900))
                .build();
        TwinAnswer answer = Samples.ANSWER;
        s.twin().enqueue(s.wire().stream(answer));
        EventLog slow = s.stream(s.engine(), request, 2);
        slow.awaitEvents(2);
        clock.advance(seconds(100));
        slow.request(Long.MAX_VALUE);
        Check.equal(
                "the text that a slow reader gets", answer.text(), slow.answer().text());
        if (s.wire().sendsServerSentEvents()) {
            keepAlivesDoNotReset(request);
        }
    }

    /** So many keep-alives that those the server was rid of cannot all be in the kernel's buffers: the driver has seen some. */
    private void keepAlivesDoNotReset(ChatRequest request) {
        int size = 16 << 20;
        Reply chatty = s.unfinished(Samples.ANSWER)
                .with(reply -> reply.delay(REAL_DELAY)
                        .repeat(": " + "k".repeat(1021) + "\n", size / 1024)
                        .stall());
        s.twin().takeRequest(Scenario.SOON);
        s.twin().enqueue(chatty);
        long before = s.twin().bytesWritten();
        Clocked call = begin(Mode.STREAM, request);
        call.events().awaitText(unfinishedText());
        clock.advance(seconds(4));
        Wait.until("keep-alives must be read", () -> s.twin().bytesWritten() - before > size - (64 << 10));
        check(Phase.STREAMING, call.failsAfter(seconds(2)));
    }

    @Rule("T6")
    void timeoutOfTheRequestWinsOverTheOption() {
        Skip.unless(
                s.knows(CommonOptions.FIRST_TOKEN_TIMEOUT.name()),
                "the driver has no option " + CommonOptions.FIRST_TOKEN_TIMEOUT.name());
        s.provider(options -> options.set(CommonOptions.FIRST_TOKEN_TIMEOUT, seconds(9)));
        s.twin().enqueue(Reply.silence(), Reply.silence());
        Clocked byRequest = begin(
                Mode.STREAM,
                request().timeouts(Timeouts.unset().withFirstToken(seconds(4))).build());
        s.twin().takeRequest(Scenario.SOON);
        byRequest.failsAfter(seconds(4));
        Check.equal("the time to the request's timeout", seconds(4), byRequest.lasted());
        Clocked byOption = begin(Mode.STREAM, request().build());
        s.twin().takeRequest(Scenario.SOON);
        clock.advance(seconds(4));
        byOption.failsAfter(seconds(5));
        Check.equal("the time to the option's timeout", seconds(9), byOption.lasted());
        idleByOption();
        connectByOption();
    }

    private void idleByOption() {
        if (s.knows(CommonOptions.IDLE_TIMEOUT.name())) {
            s.provider(options -> options.set(CommonOptions.IDLE_TIMEOUT, seconds(6)));
            s.twin().enqueue(s.stalled(Mode.STREAM));
            Clocked idle = begin(Mode.STREAM, request().build());
            idle.events().awaitText(unfinishedText());
            check(Phase.STREAMING, idle.failsAfter(seconds(6)));
        }
    }

    private void connectByOption() {
        if (s.knows(CommonOptions.CONNECT_TIMEOUT.name())) {
            try (SilentServer server = new SilentServer()) {
                s.use(s.open(server.uri(), options -> options.set(CommonOptions.CONNECT_TIMEOUT, seconds(3))));
                Clocked call = begin(Mode.STREAM, request().build());
                try (SilentServer.Client client = server.accept()) {
                    Check.that(client.isOpen(), "the client has greeted");
                    check(Phase.CONNECT, call.failsAfter(seconds(3)));
                }
            }
        }
    }

    @Rule("T7")
    void allTimeIsTheSchedulers() {
        Duration instant = Duration.ofMillis(1);
        ChatRequest request = request()
                .deadline(instant)
                .timeouts(Timeouts.unset()
                        .withFirstToken(instant)
                        .withIdle(instant)
                        .withConnect(instant))
                .build();
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER).with(reply -> reply.delayHead(REAL_DELAY)));
            ChatResponse answer = s.answer(mode, request);
            Check.equal(
                    "the total time on a clock that stands still",
                    Duration.ZERO,
                    answer.timings().total());
            s.lastAttempts().forEach(attempt -> {
                Check.equal("startedAt()", clock.now(), attempt.startedAt());
                Check.equal("duration()", Duration.ZERO, attempt.duration().orElse(null));
            });
        }
    }

    @Rule("T8")
    void driverDoesNotWaitOrRetry() {
        for (Mode mode : Scenario.modes()) {
            for (Reply reply : List.of(
                    s.error(ErrorKind.RATE_LIMITED).with(r -> r.hint(RetryHint.retryAfterSeconds(1))),
                    Reply.text(503, "busy").with(r -> r.hint(RetryHint.retryAfterSeconds(0))),
                    s.wire().loading(seconds(1)).orElse(Reply.text(500, "no")))) {
                s.twin().enqueue(reply);
                s.failure(mode, Samples.request());
                Check.equal(
                        "the attempts of a refused call", 1, s.lastAttempts().size());
                Wait.until(
                        "no alarm may be left after a call: " + clock.pendingAlarms(),
                        () -> clock.pendingAlarms() == 0);
            }
        }
    }

    @Rule("T9")
    void timingsAreThoseOfTheCall() {
        s.twin().enqueue(s.wire().whole(Samples.ANSWER), s.wire().stream(Samples.ANSWER));
        CallContext whole = s.context();
        CallContext stream = s.context();
        clock.advance(seconds(5));
        ChatResponse answer = Wait.value(s.engine().generate(Samples.request(), whole));
        Check.equal(
                "the total time of a whole answer", seconds(5), answer.timings().total());
        EventLog log = new EventLog(stream, Long.MAX_VALUE);
        s.engine().stream(Samples.request(), stream).subscribe(log);
        ChatResponse streamed = log.answer();
        Check.equal("the total time of a stream", seconds(5), streamed.timings().total());
        Check.equal(
                "the time to the first content",
                seconds(5),
                streamed.timings().firstContent().orElse(null));
    }
}
