package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.internal.Exchanges.End;
import dev.llmdriver.testkit.internal.RawRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that a twin received, and how the reply to it ended. Thread-safe. */
public final class RecordedRequest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawRequest raw;
    private final long arrived = System.nanoTime();
    private final CompletableFuture<ReplyEnd> end = new CompletableFuture<>();

    RecordedRequest(RawRequest raw) {
        this.raw = raw;
    }

    /** {@return the number of the connection it came on, from 0: equal numbers mean a kept connection} */
    public int connection() {
        return raw.connection();
    }

    /** {@return when it was complete, on the clock of {@link System#nanoTime()}} */
    public long arrivedNanoTime() {
        return arrived;
    }

    /** {@return the method, as in {@code POST}} */
    public String method() {
        return raw.method();
    }

    /** {@return the path, percent-encoded as sent} */
    public String path() {
        return uri().getRawPath();
    }

    /** {@return the query without its question mark, percent-encoded as sent; empty if there is none} */
    public String query() {
        return Optional.ofNullable(uri().getRawQuery()).orElse("");
    }

    /** {@return the headers; names compare without case} */
    public Map<String, List<String>> headers() {
        return raw.headers();
    }

    /** {@return the first header of that name} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(raw.headers().get(name)).map(values -> values.get(0));
    }

    /** {@return the body as text} */
    public String body() {
        return new String(raw.body(), UTF_8);
    }

    /** {@return the body} */
    public byte[] bodyBytes() {
        return raw.body().clone();
    }

    /** {@return the body as JSON; an {@link AssertionError} if it is none} */
    public JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(this + " holds no JSON: " + body(), e);
        }
    }

    /** {@return whether the reply has ended, one way or another} */
    public boolean replyEnded() {
        return end.isDone();
    }

    /** {@return how the reply ended; an {@link AssertionError} if it has not in time} */
    public ReplyEnd awaitReplyEnd(Duration timeout) {
        try {
            return end.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("The reply to " + this + " has not ended after " + timeout, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** {@return when the client left before the reply ended; an {@link AssertionError} if it did not, or not in time} */
    public ReplyEnd awaitClosedByClient(Duration timeout) {
        ReplyEnd how = awaitReplyEnd(timeout);
        if (how.cause() != ReplyEnd.Cause.CLIENT_LEFT) {
            throw new AssertionError("The client did not leave " + this + ": " + how);
        }
        return how;
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }

    boolean clientLeft() {
        return end.isDone() && end.join().cause() == ReplyEnd.Cause.CLIENT_LEFT;
    }

    void ended(End how, long bytes) {
        end.complete(new ReplyEnd(ReplyEnd.Cause.valueOf(how.name()), System.nanoTime(), bytes));
    }

    private URI uri() {
        return URI.create(raw.target());
    }
}
