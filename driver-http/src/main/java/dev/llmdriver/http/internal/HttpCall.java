package dev.llmdriver.http.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.RetryAfter;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.AttemptLedger;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a call that costs money. Everything but {@link #abort} and {@link #closed} happens on one event loop, from the connection to the last
 * byte, so nothing is locked and no byte is missed.
 */
abstract class HttpCall implements OpenCall {
    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_ERROR_BYTES = 1024 * 1024;
    private static final int MOST_REDIRECT_BYTES = 64 * 1024;

    final Transport transport;
    final Exchange exchange;
    final ContextInternal context;
    final PhaseClock clock;
    /** Let go once its answer has come, for a prompt may be long, and so may a stream. */
    private @Nullable WireRequest request;

    final Lane lane;
    private URI uri;
    private int redirects;
    private long sentAt;
    private boolean ended;
    private boolean answerEnded;
    /** Guarded by this call, so that a caller who gives up knows whether the request leaves. */
    private boolean givenUp;

    private @Nullable HttpClientRequest wire;
    private @Nullable HttpClientResponse unread;
    /** Of the answer that is being read. */
    Inflation inflation = Inflation.NONE;

    /** Does with the part of an error's or redirect's body that has come what is done with the whole; null while none is read. */
    private @Nullable Runnable stalled;

    private Outcomes.@Nullable Head head;
    private AttemptLedger.@Nullable Entry attempt;

    HttpCall(Transport transport, WireRequest request, Exchange exchange, boolean streaming) {
        this.transport = transport;
        this.request = request;
        this.exchange = exchange;
        this.uri = request.uri();
        this.lane = transport.enter();
        this.context = lane.context();
        this.clock = transport.clock(exchange, streaming, this::onLoop, this::timedOut);
    }

    /** Takes the answer's head; the body is paused. */
    abstract void answered(HttpClientResponse response, WireResponse answer);

    /** Hands the error on, once. */
    abstract void failed(LlmException error);

    /** {@return what had come, for an error} */
    abstract @Nullable PartialAnswer partial();

    /** Begins. Vert.x binds what is begun here to the current context, so being on its event loop is not enough. */
    final void start() {
        try {
            lane.emit(this::begin);
        } catch (RejectedExecutionException stopped) {
            stopped();
        }
    }

    private void begin() {
        if (!ended && transport.opened(this)) {
            guarded(this::connect);
        } else if (!ended) {
            fail(Failures.closed());
        }
    }

    /** The event loops are closed, and nothing of this call runs there any more, so this thread may end it. */
    private synchronized void stopped() {
        wire = null; // closed with its event loop
        fail(Failures.closed());
        undelivered(givenUp);
    }

    /** Ends what was not handed on yet, on any thread, for there is no event loop any more; in silence if the caller gave up. */
    void undelivered(boolean givenUp) {}

    /** Runs on the event loop: at once if this is it. */
    final void onLoop(Runnable task) {
        if (context.inThread()) {
            task.run();
            return;
        }
        try {
            lane.post(task);
        } catch (RejectedExecutionException stopped) {
            stopped();
        }
    }

    /** Whatever a driver's code or Vert.x throws ends this call, and nothing else. */
    final void guarded(Runnable task) {
        try {
            task.run();
        } catch (LlmException known) {
            fail(known.toBuilder());
        } catch (RuntimeException | StackOverflowError unknown) { // the latter from what a server nested too deeply
            fail(LlmException.of(unknown).toBuilder());
        }
    }

    private void connect() {
        clock.enter(Phase.CONNECT);
        WireRequest sent = Objects.requireNonNull(request, "answered already");
        Outgoing outgoing = transport.heads().trusted(sent, uri, exchange.callOptions());
        lane.client(Origins.isTls(uri))
                .request(outgoing.target(transport.proxies(), transport.connectMillis(exchange)))
                .onComplete(result -> connected(result, sent, outgoing));
    }

    private void connected(AsyncResult<HttpClientRequest> result, WireRequest sent, Outgoing outgoing) {
        if (ended) {
            if (result.succeeded()) {
                Wires.discard(result.result());
            }
        } else if (result.failed()) {
            fail(transport.unconnected(result.cause(), uri));
        } else {
            guarded(() -> send(result.result(), sent, outgoing));
        }
    }

    private void send(HttpClientRequest connected, WireRequest sent, Outgoing outgoing) {
        if (!leaves()) {
            Wires.discard(connected); // it carries no request
            return;
        }
        wire = connected;
        Wires.prepare(connected);
        outgoing.writeHeaders(connected.headers());
        connected.exceptionHandler(ignored -> {}); // the response's future tells; without a handler Vert.x logs
        sentAt = exchange.call().scheduler().nanoTime();
        clock.enter(Phase.FIRST_TOKEN);
        transport.log().sent(sent, uri, () -> transport.heads().shown(sent, exchange.callOptions()));
        connected
                .send(BufferInternal.buffer(Unpooled.wrappedBuffer(sent.body())))
                .onComplete(this::received);
    }

    /** {@return whether the request may leave; if so, it stands in the ledger from now on} */
    private synchronized boolean leaves() {
        if (!givenUp) {
            attempt = exchange.call().beginAttempt(exchange.ref());
        }
        return !givenUp;
    }

    private void received(AsyncResult<HttpClientResponse> result) {
        if (ended) {
            return;
        }
        if (result.failed()) {
            fail(Failures.waiting(result.cause(), uri));
            return;
        }
        HttpClientResponse response = result.result();
        unread = response;
        inflation = Inflation.of(response.headers(), uri);
        response.pause();
        response.exceptionHandler(ignored -> {}); // until whoever reads the body sets another; without one Vert.x logs
        Outcomes.Head received = new Outcomes.Head(response.statusCode(), new AnswerHeaders(response.headers()));
        head = received;
        note(received);
        guarded(() -> dispatch(response, received));
    }

    private void note(Outcomes.Head received) {
        AttemptLedger.Entry entry = attempt;
        if (entry != null) {
            entry.status(received.status());
            transport.outcomes().requestId(received.headers()).ifPresent(entry::requestId);
        }
        LongSupplier waitedMillis = () -> (exchange.call().scheduler().nanoTime() - sentAt) / 1_000_000;
        transport.log().answered(uri, received.status(), received.headers(), waitedMillis);
    }

    private void dispatch(HttpClientResponse response, Outcomes.Head received) {
        int status = received.status();
        WireResponse answer = new WireResponse(status, received.headers(), new byte[0]);
        if (status < 200) { // closes the connection, whose next call would be given the real answer
            fail(Failures.interim(status, uri));
        } else if (status < 300) {
            request = null;
            answered(response, answer);
        } else if (Redirects.isRedirect(status, received.headers())) {
            redirect(response, received);
        } else {
            Consumer<byte[]> error = body -> fail(classify(status, answer, body));
            readBody(response, MOST_ERROR_BYTES, error, error);
        }
    }

    private void redirect(HttpClientResponse response, Outcomes.Head received) {
        URI next = Redirects.target(uri, received.headers());
        boolean repeatable = received.status() == 307 || received.status() == 308;
        if (!repeatable || !Origins.same(uri, next) || ++redirects > MOST_REDIRECTS) {
            fail(Failures.redirect(Origins.shown(next)));
            return;
        }
        readBody(response, MOST_REDIRECT_BYTES, body -> follow(next), body -> follow(next));
    }

    /** Goes on once the redirect's own body was read, or is so large that its connection is given up. */
    private void follow(URI next) {
        closeWire();
        inflation.close();
        if (attempt != null) {
            attempt.succeeded();
        }
        wire = null;
        unread = null;
        head = null;
        stalled = null;
        answerEnded = false;
        uri = next;
        connect();
    }

    /** Reads a whole body up to a bound. One that breaks off or stalls has failed, unless it is an error's: then what came must do. */
    final void readBody(HttpClientResponse response, int max, Consumer<byte[]> whole, Consumer<byte[]> tooLarge) {
        BodyBuffer body = new BodyBuffer(max);
        if (response.statusCode() >= 300) {
            stalled = () -> tooLarge.accept(body.bytes());
            clock.enterRefusal();
        }
        response.handler(bytes -> {
            if (!ended && !body.isTaken()) {
                guarded(() -> {
                    if (!inflated(response, bytes, body)) {
                        tooLarge.accept(body.bytes());
                    }
                });
            }
        });
        response.endHandler(unused -> {
            answerEnded |= !body.isTaken();
            if (!ended && !body.isTaken()) {
                guarded(() -> whole.accept(body.bytes()));
            }
        });
        response.exceptionHandler(thrown -> {
            if (ended || body.isTaken()) {
                return;
            }
            if (response.statusCode() >= 300) {
                guarded(() -> whole.accept(body.bytes()));
            } else {
                fail(Failures.reading(thrown, uri));
            }
        });
        response.resume();
    }

    /** {@return whether the body goes on} An error's that is not compressed as it says ends with what came. */
    private boolean inflated(HttpClientResponse response, Buffer bytes, BodyBuffer body) {
        try {
            return inflation.each(bytes, body::add);
        } catch (LlmException undecodable) {
            if (response.statusCode() < 300) {
                throw undecodable;
            }
            return false;
        }
    }

    /** {@return the error of an answer that is not, or contains not, what was asked for} */
    final LlmExceptionBuilder classify(int status, WireResponse answer, byte[] body) {
        transport.log().body(body, 0, body.length);
        ErrorFacts.Builder facts = ErrorFacts.builder(status)
                .headers(answer.headers())
                .uri(uri)
                .body(new String(body, StandardCharsets.UTF_8));
        RetryAfter.of(answer.headers(), exchange.call().scheduler().now()).ifPresent(facts::retryAfter);
        return transport.classify(facts.build());
    }

    final URI uri() {
        return uri;
    }

    final boolean hasEnded() {
        return ended;
    }

    final boolean hasAnswerEnded() {
        return answerEnded;
    }

    /** Notes that the last byte of the answer came, so that the connection may live on. */
    final void answerEnded() {
        answerEnded = true;
    }

    /** Ends with success; the connection goes back to its pool once the answer's last byte came. */
    final void succeed() {
        end();
        if (attempt != null) {
            attempt.succeeded();
        }
    }

    /** Ends with an error, once, and closes the connection unless the answer was read to its end. */
    final void fail(LlmExceptionBuilder error) {
        if (ended) {
            return;
        }
        end();
        LlmException failure = (transport.isClosed() ? Failures.closed() : error).build();
        if (attempt != null) {
            attempt.failed(failure.kind());
        }
        closeWire(); // last, so that nobody who sees the connection close finds the entry still open
        LlmException complete = transport
                .outcomes()
                .complete(failure, clock.phase(), head, exchange.call().ledger().attempts(), partial())
                .ref(exchange.ref())
                .build();
        transport.log().failed(uri, complete);
        failed(complete);
    }

    /** Gives up because the caller does, on any thread. What has not left when this returns never will. */
    final void abort() {
        giveUp();
        onLoop(() -> fail(LlmException.builder(ErrorKind.CANCELLED, "the call was cancelled by the caller")));
    }

    final synchronized void giveUp() {
        givenUp = true;
    }

    @Override
    public final void closed() {
        onLoop(() -> fail(Failures.closed()));
    }

    private void end() {
        ended = true;
        inflation.close();
        clock.stop();
        lane.leave();
        transport.ended(this);
    }

    /** Closes the connection (HTTP/1.1) or resets its stream (HTTP/2), without waiting for anything. */
    final void closeWire() {
        if (wire != null && !answerEnded) {
            wire.reset(Wires.HTTP2_CANCEL);
            if (unread != null) {
                unread.resume(); // or Vert.x keeps what the paused connection has read, even after it is closed
            }
        }
    }

    private void timedOut(Phase phase, boolean deadline) {
        Runnable refusal = deadline ? null : stalled;
        guarded(refusal != null ? refusal : () -> fail(transport.timeoutError(phase, deadline, exchange, uri)));
    }

    /** {@return the headers of the answer, if one came} */
    final Headers answerHeaders() {
        return head == null ? Headers.none() : head.headers();
    }
}
