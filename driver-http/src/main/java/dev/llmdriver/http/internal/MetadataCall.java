package dev.llmdriver.http.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.RetryAfter;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A question about the provider rather than to a model: by Web Client, whole, bounded, no attempt of any call. */
final class MetadataCall<T> implements OpenCall {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;

    private final Transport transport;
    private final WireRequest request;
    private final BodyDecoder<T> decoder;
    private final Lane lane;
    private final Scheduler scheduler;
    private final CallFuture<T> future = CallFuture.create(this::closeWire);
    private @Nullable HttpClientRequest wire;
    private URI uri;
    private int redirects;
    private boolean stranger;
    private boolean repeated;

    MetadataCall(Transport transport, WireRequest request, BodyDecoder<T> decoder) {
        this.transport = transport;
        this.request = request;
        this.decoder = decoder;
        this.uri = request.uri();
        this.lane = transport.enter();
        this.scheduler =
                transport.settings().options().get(CommonOptions.SCHEDULER).orElseGet(Scheduler::system);
    }

    CompletableFuture<T> begin() {
        Scheduler.Alarm alarm = scheduler.schedule(
                TIME,
                () -> fail(
                        Failures.timeout(Origins.shown(request.uri()) + " did not answer within 30s; try again")
                                .phase(Phase.FIRST_TOKEN),
                        null));
        future.whenComplete((value, failure) -> {
            alarm.cancel();
            lane.leave();
            transport.ended(this);
        });
        if (transport.opened(this)) {
            onContext(() -> guarded(this::send));
        } else {
            closed();
        }
        return future;
    }

    private void onContext(Runnable task) {
        try {
            lane.post(task);
        } catch (RejectedExecutionException stopped) {
            closed(); // the event loops are closed, and with them the connection
        }
    }

    @Override
    public void closed() {
        if (!future.isDone()) {
            fail(Failures.closed(), null);
        }
    }

    /** Closes the connection of an answer that nobody waits for any more. */
    private void closeWire() {
        onContext(() -> {
            if (wire != null) {
                wire.reset(Wires.HTTP2_CANCEL);
            }
        });
    }

    /** Keeps hold of the request; one that comes too late is not sent. */
    private Future<HttpClientRequest> admit(HttpClientRequest connected) {
        if (future.isDone()) {
            Wires.discard(connected);
            return Future.failedFuture(new CancellationException());
        }
        wire = connected;
        Wires.prepare(connected);
        connected.response().onSuccess(head -> {
            if (head.statusCode()
                    < 200) { // Vert.x takes it for the answer, and the next request would be given the real one
                Wires.close(connected);
            }
        });
        return Future.succeededFuture(connected);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (LlmException known) {
            fail(known.toBuilder(), null);
        } catch (RuntimeException | StackOverflowError unknown) {
            fail(LlmException.of(unknown).toBuilder(), null);
        }
    }

    private void send() {
        Outgoing outgoing = stranger
                ? transport.heads().stranger(request, uri)
                : transport.heads().trusted(request, uri, CallOptions.none());
        transport.log().sent(request, uri, () -> transport.heads().shown(request, CallOptions.none()));
        HttpRequest<byte[]> web = WebClient.wrap(
                        WatchedClient.of(lane.client(Origins.isTls(uri)), this::admit),
                        new WebClientOptions().setUserAgentEnabled(false))
                .request(outgoing.options(transport.proxies(), TIME.toMillis()))
                .followRedirects(false)
                .as(BoundedBody.codec(transport.maxBodyBytes()));
        (outgoing.body().length == 0 ? web.send() : web.sendBuffer(Buffer.buffer(outgoing.body())))
                .onComplete(result -> guarded(() -> received(result)));
    }

    private void received(AsyncResult<HttpResponse<byte[]>> result) {
        HttpClientRequest asked = wire;
        wire = null;
        boolean answered = asked != null && asked.response().succeeded();
        if (result.failed() && !answered && mayRepeat(result.cause())) {
            repeated = true;
            send();
            return;
        }
        if (result.failed()) {
            if (asked != null) {
                asked.reset(Wires.HTTP2_CANCEL); // or the rest of an answer that was too large would still be read
            }
            fail(broken(result.cause(), answered), null);
            return;
        }
        HttpResponse<byte[]> answer = result.result();
        WireResponse whole =
                new WireResponse(answer.statusCode(), new AnswerHeaders(answer.headers()), inflated(answer));
        transport.log().answered(uri, whole.status(), whole.headers(), () -> 0);
        if (whole.status() < 200) {
            fail(Failures.interim(whole.status(), uri), null);
        } else if (whole.status() < 300) {
            decode(whole);
        } else if (Redirects.isRedirect(whole.status(), whole.headers())) {
            redirect(whole);
        } else {
            fail(classify(whole), new Outcomes.Head(whole.status(), whole.headers()));
        }
    }

    private byte[] inflated(HttpResponse<byte[]> answer) {
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        Inflation inflation = Inflation.of(answer.headers(), uri);
        BodyBuffer inflated = new BodyBuffer(transport.maxBodyBytes());
        try {
            if (!inflation.each(Buffer.buffer(body), inflated::add)) {
                throw Failures.tooLarge(transport.maxBodyBytes()).build();
            }
            if (!inflation.isWhole()) {
                throw Failures.compressed(uri).build();
            }
            return inflated.bytes();
        } catch (LlmException undecodable) {
            if (answer.statusCode() < 300) {
                throw undecodable;
            }
            return inflated.bytes(); // of an error what came must do
        } finally {
            inflation.close();
        }
    }

    /** A kept connection may be stale, which shows only now; a GET may be sent twice. */
    private boolean mayRepeat(Throwable cause) {
        return cause instanceof HttpClosedException && request.method().equals("GET") && !repeated && !future.isDone();
    }

    private LlmExceptionBuilder broken(Throwable cause, boolean answered) {
        if (cause instanceof BoundedBody.TooLarge) {
            return Failures.tooLarge(transport.maxBodyBytes());
        }
        if (answered) {
            return Failures.reading(cause, uri);
        }
        boolean sent = cause instanceof HttpClosedException || cause instanceof TlsAlert.Heard;
        return sent ? Failures.waiting(cause, uri) : transport.unconnected(cause, uri);
    }

    /** A question without a body may go anywhere, but our key and headers go nowhere else. */
    private void redirect(WireResponse answer) {
        URI next = Redirects.target(uri, answer.headers());
        boolean same = Origins.same(uri, next);
        boolean get = request.method().equals("GET");
        boolean repeatable = get || answer.status() == 307 || answer.status() == 308;
        boolean exposed = Origins.isTls(uri) && !Origins.isTls(next); // anybody on the way could make up the answer
        if (!repeatable || exposed || !(get || same) || ++redirects > MOST_REDIRECTS) {
            fail(Failures.redirect(Origins.shown(next)), null);
            return;
        }
        stranger |= !same;
        uri = next;
        send();
    }

    private LlmExceptionBuilder classify(WireResponse whole) {
        ErrorFacts.Builder facts = ErrorFacts.builder(whole.status())
                .headers(whole.headers())
                .uri(uri)
                .body(whole.text());
        RetryAfter.of(whole.headers(), scheduler.now()).ifPresent(facts::retryAfter);
        return transport.classify(facts.build());
    }

    private void decode(WireResponse whole) {
        try {
            future.complete(decoder.decode(whole));
        } catch (IOException undecodable) {
            fail(Failures.decoding(undecodable, whole.contentType(), whole.text()), null);
        }
    }

    private void fail(LlmExceptionBuilder error, Outcomes.@Nullable Head head) {
        LlmException known = (transport.isClosed() ? Failures.closed() : error).build();
        future.fail(transport
                .outcomes()
                .complete(known, Phase.FIRST_TOKEN, head, List.of(), null)
                .provider(transport.settings().options().providerName())
                .build());
    }
}
