package dev.llmdriver.resilience.internal.deadline;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The deadline of one call.
 *
 * @param ref who is asked
 * @param call where the deadline is kept
 * @param limit the time for the call, unless somebody further out has set one
 * @param endings those with whom the call may be ended before
 */
public record Deadline(ModelRef ref, CallContext call, Duration limit, Endings endings) {
    /** How much later than the deadline ours rings: a driver ends a call in time by itself, and knows better where it was. */
    private static final Duration GRACE = Duration.ofMillis(50);

    /** {@return the answer that a source gives, or an error when the time is up} */
    public <T> CompletableFuture<T> bound(Supplier<CompletableFuture<T>> source) {
        call.startDeadline(limit);
        CompletableFuture<T> sent = source.get();
        return sent.isDone() ? sent : UnaryDeadline.over(sent, this);
    }

    /** Subscribes to a source whose stream fails when the time is up. The time runs from here on. */
    public void bound(Supplier<Flow.Publisher<ChatEvent>> source, Flow.Subscriber<? super ChatEvent> subscriber) {
        call.startDeadline(limit);
        source.get().subscribe(new StreamDeadline(this, subscriber));
    }

    Scheduler.Alarm alarm(Runnable expire) {
        Duration left = call.remaining().orElse(limit);
        return endings.add(call, left.plus(GRACE), expire);
    }

    LlmException expired() {
        return endings.areClosed() ? closed() : late();
    }

    private LlmException closed() {
        return LlmException.builder(
                        ErrorKind.CANCELLED,
                        "the client was closed before there was an answer from " + ref
                                + "; make another one for more calls")
                .reason("closed")
                .ref(ref)
                .attempts(call.ledger().attempts())
                .build();
    }

    private LlmException late() {
        return LlmException.builder(
                        ErrorKind.TIMEOUT,
                        "no complete answer from " + ref + " within its deadline of " + shown()
                                + "; allow more time or ask for less")
                .reason("deadline")
                .phase(phase())
                .ref(ref)
                .attempts(call.ledger().attempts())
                .build();
    }

    private Phase phase() {
        if (call.isCommitted()) {
            return Phase.STREAMING;
        }
        return call.ledger().attempts().isEmpty() ? Phase.CONNECT : Phase.FIRST_TOKEN;
    }

    private String shown() {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
