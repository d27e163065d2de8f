package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ToolCall;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/** S, the events of a stream. */
final class StreamRules {
    private final Scenario s;

    StreamRules(Scenario scenario) {
        s = scenario;
    }

    @Rule("S1")
    void nothingIsSentBeforeSubscription() {
        ManualScheduler clock = s.virtualTime();
        CallContext context = s.context();
        Flow.Publisher<ChatEvent> publisher = s.engine().stream(Samples.request(), context);
        Check.equal("the alarms set before anybody subscribed", 0, clock.pendingAlarms());
        Check.that(context.remaining().isEmpty(), "the deadline must not run before anybody subscribed");
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        s.ask(Samples.request()).answer();
        Check.equal("the requests before anybody subscribed, beside another call's", 1, s.requests());
        for (int subscriber = 1; subscriber <= 2; subscriber++) {
            s.twin().enqueue(s.wire().stream(Samples.ANSWER));
            EventLog log = new EventLog(context, Long.MAX_VALUE);
            publisher.subscribe(log);
            log.answer();
        }
        Check.equal("the requests after two subscribers, each an exchange of its own", 3, s.requests());
    }

    @Rule("S2")
    void publisherKeepsReactiveStreams() {
        demandIsKept();
        signalsDoNotNest();
        for (long nonsense : new long[] {0, -1}) {
            s.twin().enqueue(s.unfinished(Samples.ANSWER).toBuilder().stall().build());
            EventLog log = s.stream(s.engine(), Samples.request(), 1);
            log.awaitEvents(1).subscription().request(nonsense);
            log.awaitEnd();
            Check.that(
                    log.failure() instanceof IllegalArgumentException,
                    "request(" + nonsense
                            + ") must fail the stream with an IllegalArgumentException (§3.9), but did with "
                            + log.failure());
        }
        Flow.Publisher<ChatEvent> publisher = s.engine().stream(Samples.request(), s.context());
        try {
            publisher.subscribe(null);
        } catch (NullPointerException asDemanded) {
            return;
        }
        throw new AssertionError("subscribe(null) must throw a NullPointerException (§1.9)");
    }

    /** Who asks for more within a signal must get it after that signal, or a long answer would use the stack up (§3.3). */
    private void signalsDoNotNest() {
        s.twin().enqueue(s.wire().stream(Samples.large(200, 10)));
        EventLog log = s.stream(s.engine(), Samples.request(), 1);
        for (int count = 1; count <= 5; count++) {
            log.awaitEvents(count).request(1); // meanwhile the others come, as far as the driver takes them
        }
        log.askWithinSignals();
        log.request(1);
        log.answer();
    }

    private void demandIsKept() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER));
        EventLog log = s.stream(s.engine(), Samples.request(), 1);
        for (int events = 1; !log.isEnded(); events++) {
            int count = events;
            Wait.until("event " + count + " or the end", () -> log.events().size() >= count || log.isEnded());
            if (!log.isEnded()) {
                log.request(1);
            }
        }
        log.answer();
    }

    @Rule("S3")
    void eventsComeInOrder() {
        for (TwinAnswer answer : Samples.shapes(s.tck().capabilities())) {
            s.twin().enqueue(s.wire().stream(answer));
            EventLog log = s.stream(Samples.request());
            log.answer();
            String order = log.events().stream().map(StreamRules::letter).collect(Collectors.joining());
            Check.that(
                    order.matches("W*S[cO]*F"),
                    "events must come as Waiting*, Started, contents and others, Finished, but came as "
                            + log.events());
        }
        s.twin().enqueue(s.unfinished(Samples.ANSWER).with(reply -> reply.cut()));
        EventLog cut = s.stream(Samples.request());
        cut.failed();
        Check.that(
                cut.events().stream().noneMatch(ChatEvent.Finished.class::isInstance),
                "a stream that fails must not finish: " + cut.events());
    }

    private static String letter(ChatEvent event) {
        if (event instanceof ChatEvent.Waiting) {
            return "W";
        }
        if (event instanceof ChatEvent.Started) {
            return "S";
        }
        if (event instanceof ChatEvent.Finished) {
            return "F";
        }
        return event.isContent() ? "c" : "O";
    }

    @Rule("S4")
    void startedComesOnceForEachAcceptedExchange() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER), s.error(ErrorKind.INVALID_REQUEST));
        EventLog accepted = s.stream(Samples.request());
        accepted.answer();
        List<ChatEvent> events = accepted.events();
        Check.equal("the number of Started", 1L, started(events));
        int started = events.indexOf(events.stream()
                .filter(ChatEvent.Started.class::isInstance)
                .findFirst()
                .orElseThrow());
        Check.that(
                events.subList(0, started).stream().noneMatch(ChatEvent::isContent),
                "Started must come before content: " + events);
        EventLog refused = s.stream(Samples.request());
        refused.failed();
        Check.equal("the number of Started of a refused request", 0L, started(refused.events()));
    }

    private static long started(List<ChatEvent> events) {
        return events.stream().filter(ChatEvent.Started.class::isInstance).count();
    }

    @Rule("S5")
    void finishedComesOnlyAfterTheTerminalEvent() {
        Reply unfinished = s.unfinished(Samples.ANSWER);
        for (Reply reply : List.of(
                unfinished,
                unfinished.with(r -> r.closeAfter()),
                unfinished.with(r -> r.closeDelimited()),
                unfinished.with(r -> r.cut()),
                s.wire().stream(Samples.ANSWER).firstEvents(1).build())) {
            s.fresh();
            s.twin().enqueue(reply);
            EventLog log = s.stream(Samples.request());
            LlmException failure = log.failed();
            Check.equal("the kind of a stream without its end", ErrorKind.STREAM_INTERRUPTED, failure.kind());
            Check.equal(
                    "the partial answer's text",
                    log.text(),
                    failure.partial().map(partial -> partial.text()).orElse(""));
        }
    }

    @Rule("S6")
    void finishedEqualsTheDeltasAndTheWholeAnswer() {
        for (TwinAnswer answer : Samples.shapes(s.tck().capabilities())) {
            s.twin().enqueue(s.wire().stream(answer), s.wire().whole(answer));
            EventLog log = s.stream(Samples.request());
            ChatResponse streamed = log.answer();
            ChatResponse whole = s.ask(Samples.request()).answer();
            Check.equal("the joined text", answer.text(), log.text());
            Check.equal(
                    "the parts of Finished, by the deltas",
                    Joined.deltas(log.events()),
                    Joined.parts(streamed.message()));
            Check.equal(
                    "the parts of Finished, by the whole answer",
                    Joined.parts(whole.message()),
                    Joined.parts(streamed.message()));
            Check.equal("the finish reason of the stream", whole.finishReason(), streamed.finishReason());
        }
    }

    @Rule("S7")
    void deltasAreNotEmptyAndIndexesAscend() {
        for (TwinAnswer answer : Samples.shapes(s.tck().capabilities())) {
            s.twin().enqueue(s.wire().stream(answer));
            EventLog log = s.stream(Samples.request());
            int parts = log.answer().message().parts().size();
            int highest = -1;
            for (ChatEvent event : log.events()) {
                Check.that(!isEmpty(event), "a delta must not be empty: " + log.events());
                int index = Joined.index(event);
                Check.that(index < parts, event + " names a part that the answer of " + parts + " parts has not");
                Check.that(index <= highest + 1, "indexes must begin in ascending order: " + log.events());
                highest = Math.max(highest, index);
            }
            Check.equal("the highest index", parts - 1, highest);
        }
    }

    private static boolean isEmpty(ChatEvent event) {
        return (event instanceof ChatEvent.TextDelta text && text.text().isEmpty())
                || (event instanceof ChatEvent.ReasoningDelta thought
                        && thought.text().isEmpty())
                || (event instanceof ChatEvent.ToolCallDelta call
                        && call.name().isEmpty()
                        && call.arguments().isEmpty());
    }

    @Rule(value = "S8", needs = Capability.TOOLS)
    void everyToolCallIsReadyOnce() {
        for (TwinAnswer answer : Samples.shapes(s.tck().capabilities())) {
            s.twin().enqueue(s.wire().stream(answer));
            EventLog log = s.stream(Samples.request());
            checkCalls(log, answer);
        }
    }

    private static void checkCalls(EventLog log, TwinAnswer answer) {
        List<ToolCall> calls = log.answer().toolCalls();
        List<ChatEvent.ToolCallReady> ready = log.events().stream()
                .filter(ChatEvent.ToolCallReady.class::isInstance)
                .map(ChatEvent.ToolCallReady.class::cast)
                .toList();
        Check.equal("the number of calls", answer.toolCalls().size(), calls.size());
        Check.equal(
                "the calls that were ready",
                calls,
                ready.stream().map(ChatEvent.ToolCallReady::call).toList());
        for (ChatEvent.ToolCallReady one : ready) {
            String joined = arguments(log.events(), one.index());
            Check.that(
                    joined.isEmpty() || joined.equals(one.call().arguments()),
                    "the joined argument deltas <" + joined + "> must equal <"
                            + one.call().arguments() + ">");
        }
    }

    private static String arguments(List<ChatEvent> events, int index) {
        return events.stream()
                .filter(event -> event instanceof ChatEvent.ToolCallDelta delta && delta.index() == index)
                .map(event -> ((ChatEvent.ToolCallDelta) event).arguments())
                .collect(Collectors.joining());
    }
}
