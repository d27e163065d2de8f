package dev.llmdriver.testkit.tck;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FieldFate;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one test plays with: a server on the loopback, the driver's provider that talks to it, and the calls that were made. */
final class Scenario implements AutoCloseable {
    /** The longest that anything is waited for that must come: long, for a loaded machine may stand still for a while. */
    static final Duration SOON = Duration.ofSeconds(Long.getLong("tck.patience", 30));

    /** Not the driver's default, which a machine that stands still could use up. */
    private static final Duration CONNECT = Duration.ofSeconds(25);

    private final String rule;
    private final Mode mode;
    private final DriverTck tck;
    private final TckWire wire;
    private final LlmDrivers drivers;
    private final List<WireTwin> twins = new ArrayList<>();
    private final List<CallContext> calls = new CopyOnWriteArrayList<>();
    private final List<EventLog> logs = new CopyOnWriteArrayList<>();
    private final Deque<LlmProvider> opened = new ArrayDeque<>();
    private @Nullable LlmProvider provider;
    private Scheduler scheduler = Scheduler.system();
    private boolean counted = true;
    private final Set<String> leftOut = new LinkedHashSet<>();

    Scenario(DriverTck tck, String rule, Mode mode) {
        this.rule = rule;
        this.mode = mode;
        this.tck = tck;
        this.wire = tck.wire();
        this.drivers = LlmDrivers.of(tck.driver());
        anotherTwin();
    }

    /** {@return how a test asks that asks in one way} */
    Mode mode() {
        return mode;
    }

    DriverTck tck() {
        return tck;
    }

    TckWire wire() {
        return wire;
    }

    LlmDrivers drivers() {
        return drivers;
    }

    /** {@return the server that the provider talks to} */
    WireTwin twin() {
        return twins.get(0);
    }

    /** {@return one more server, whose requests count too} */
    WireTwin anotherTwin() {
        WireTwin twin = TwinLoop.start();
        twins.add(twin);
        return twin;
    }

    /** {@return a clock that stands still, for providers opened and calls made from now on} */
    ManualScheduler virtualTime() {
        ManualScheduler clock = new ManualScheduler();
        clock(clock);
        return clock;
    }

    /** Takes another clock for providers opened and calls made from now on. */
    void clock(Scheduler clock) {
        scheduler = clock;
    }

    /** Runs a step of a rule, unless the driver's part names it in {@link DriverTck#skips()} as {@code rule/step}. */
    void step(String name, Runnable step) {
        String reason = tck.skips().get(rule + "/" + name);
        if (reason == null) {
            step.run();
        } else {
            leftOut.add(name + ": " + reason);
        }
    }

    /** {@return the steps that were left out, and why} */
    String leftOut() {
        return String.join("; ", leftOut);
    }

    /** Leaves the comparison of the socket's count with the ledgers to the test itself. */
    void uncounted() {
        counted = false;
    }

    // Providers

    /** {@return options for the server, with the clock of this scenario} */
    DriverOptions.Builder options(URI baseUri) {
        DriverOptions.Builder options = tck.options(baseUri, tck.key());
        if (knows(CommonOptions.CONNECT_TIMEOUT.name())) {
            options.set(CommonOptions.CONNECT_TIMEOUT, CONNECT);
        }
        return knows(CommonOptions.SCHEDULER.name()) ? options.set(CommonOptions.SCHEDULER, scheduler) : options;
    }

    /** {@return whether the driver has an option of this name} */
    boolean knows(String option) {
        return tck.driver().options().stream().anyMatch(each -> each.name().equals(option));
    }

    /** {@return a provider with more options; it is closed with the scenario} */
    LlmProvider open(URI baseUri, UnaryOperator<DriverOptions.Builder> more) {
        DriverOptions.Builder options = more.apply(options(baseUri));
        LlmProvider one = drivers.open(tck.driver().id(), options.build());
        opened.push(one);
        return one;
    }

    /** {@return the provider of this scenario} */
    LlmProvider provider() {
        if (provider == null) {
            provider = open(twin().baseUri(), options -> options);
        }
        return provider;
    }

    /** {@return a provider with more options, which is this scenario's from now on} */
    LlmProvider provider(UnaryOperator<DriverOptions.Builder> more) {
        LlmProvider other = open(twin().baseUri(), more);
        provider = other;
        return other;
    }

    /** {@return this provider, which is this scenario's from now on, and is closed with it} */
    LlmProvider use(LlmProvider other) {
        opened.push(other);
        provider = other;
        return other;
    }

    /** {@return a provider at another address, which is this scenario's from now on} */
    LlmProvider providerAt(URI baseUri) {
        LlmProvider other = open(baseUri, options -> options);
        provider = other;
        return other;
    }

    /** Lets the next call have a provider of its own, for a connection that the server closes may not be known as dead yet. */
    void fresh() {
        provider = null;
    }

    /** {@return the chat engine of this scenario's provider} */
    ChatEngine engine() {
        return engine(provider());
    }

    /** {@return the chat engine of a provider} */
    ChatEngine engine(LlmProvider of) {
        return of.chatModel(tck.chatModel())
                .unwrap(ChatEngine.class)
                .orElseThrow(() -> new AssertionError("chatModel(…).unwrap(ChatEngine.class) must give the engine: "
                        + "make the face with ChatModels.of"));
    }

    // Calls

    /** {@return the context of a call, whose attempts are counted} */
    CallContext context() {
        CallContext context = CallContext.of(scheduler);
        calls.add(context);
        return context;
    }

    /** {@return a call for a whole answer, begun} */
    Asked ask(ChatRequest request) {
        return ask(engine(), request);
    }

    /** {@return a call for a whole answer, begun} */
    Asked ask(ChatEngine engine, ChatRequest request) {
        CallContext context = context();
        return new Asked(context, engine.generate(request, context));
    }

    /** {@return a call for a stream, subscribed to with endless demand} */
    EventLog stream(ChatRequest request) {
        return stream(engine(), request, Long.MAX_VALUE);
    }

    /** {@return a call for a stream, subscribed to} */
    EventLog stream(ChatEngine engine, ChatRequest request, long demand) {
        CallContext context = context();
        EventLog log = new EventLog(context, demand);
        logs.add(log);
        engine.stream(request, context).subscribe(log);
        return log;
    }

    /** {@return the answer, asked for in this way} */
    ChatResponse answer(Mode mode, ChatRequest request) {
        return mode == Mode.GENERATE ? ask(request).answer() : stream(request).answer();
    }

    /** {@return the error of a call that must fail} */
    LlmException failure(Mode mode, ChatRequest request) {
        return failure(mode, engine(), request);
    }

    /** {@return the error of a call that must fail} */
    LlmException failure(Mode mode, ChatEngine engine, ChatRequest request) {
        return mode == Mode.GENERATE
                ? ask(engine, request).failure()
                : stream(engine, request, Long.MAX_VALUE).failed();
    }

    /** {@return what becomes of the request's fields, asked in this scenario's way} */
    List<FieldFate> fates(ChatRequest request) {
        return engine().explain(request, mode).fields();
    }

    /** {@return the answer, asked for in this scenario's way} */
    ChatResponse answer(ChatRequest request) {
        return answer(mode, request);
    }

    /** {@return what a call sent, made in this scenario's way} */
    Sent sent(ChatRequest request) {
        twin().enqueue(reply(mode, Samples.ANSWER));
        answer(request);
        return Sent.of(twin().takeRequest(SOON));
    }

    /** Makes a call and waits for its end, whatever that is. */
    void end(Mode mode, ChatRequest request) {
        if (mode == Mode.GENERATE) {
            Wait.until("the call must end", ask(request).future()::isDone);
        } else {
            stream(request).awaitEnd();
        }
    }

    /** {@return the answer as the mode wants it} */
    Reply reply(Mode mode, TwinAnswer answer) {
        return mode == Mode.GENERATE ? wire.whole(answer) : wire.stream(answer);
    }

    /** {@return the stream without its end, ready for another one} */
    Reply unfinished(TwinAnswer answer) {
        Reply whole = wire.stream(answer);
        return whole.firstEvents(contentEvents(answer)).build();
    }

    /** {@return how many events of the stream stand before its end} */
    int contentEvents(TwinAnswer answer) {
        int events = wire.stream(answer).eventCount() - wire.lastEvents(answer);
        Check.that(events > 0, "the wire's stream has no events before its end: send each piece as an event");
        return events;
    }

    /** {@return a reply that falls silent in the middle of the body} */
    Reply stalled(Mode mode) {
        return mode == Mode.GENERATE
                ? wire.whole(Samples.ANSWER).with(reply -> reply.stallAfter(10))
                : unfinished(Samples.ANSWER).with(reply -> reply.stall());
    }

    /** {@return an error that every provider has} */
    Reply error(ErrorKind kind) {
        return error(kind, "tck-detail");
    }

    /** {@return an error that every provider has, with these words in it if it has a place for them} */
    Reply error(ErrorKind kind, String detail) {
        return wire.error(kind, detail)
                .orElseThrow(() -> new AssertionError("every provider has this error: the wire must word " + kind));
    }

    /** Fails if anything was sent, or a connection opened, before: another provider's call, which comes later, must be the first. */
    void mustBeSilent(String by) {
        twin().on(any -> true, any -> wire.whole(Samples.ANSWER));
        ask(engine(open(twin().baseUri(), options -> options)), Samples.request())
                .answer();
        Check.equal("the requests " + by + ", beside another provider's", 1, requests());
        Check.equal("the connections opened " + by + ", beside another provider's", 1, twin().connectionsOpened());
    }

    /** {@return the attempts of the last call} */
    List<Attempt> lastAttempts() {
        return lastContext().ledger().attempts();
    }

    /** {@return the context of the last call} */
    CallContext lastContext() {
        return calls.get(calls.size() - 1);
    }

    // The end

    /** Checks what holds after every scenario: the script was used, and every request is an attempt. */
    void checkEnd() {
        twins.forEach(WireTwin::assertScriptUsed);
        if (counted) {
            int reported = calls.stream()
                    .mapToInt(call -> call.ledger().attempts().size())
                    .sum();
            Wait.maybe(SOON, () -> requests() >= reported);
            Check.equal("the number of attempts in the ledgers (by the requests at the socket)", requests(), reported);
        }
    }

    /** Checks what came after the ends of streams, when nothing can come any more. */
    void checkSignals() {
        logs.forEach(log -> Check.empty("broken rules of Reactive Streams", log.violations()));
    }

    /** {@return how many requests all servers got} */
    int requests() {
        return twins.stream().mapToInt(twin -> twin.requests().size()).sum();
    }

    @Override
    public void close() {
        try {
            opened.forEach(LlmProvider::close);
        } finally {
            twins.forEach(WireTwin::close);
        }
    }

    /** {@return the modes in which a request can be made} */
    static Set<Mode> modes() {
        return EnumSet.allOf(Mode.class);
    }
}
