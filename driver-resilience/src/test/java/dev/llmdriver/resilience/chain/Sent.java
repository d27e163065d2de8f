package dev.llmdriver.resilience.chain;

import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request at the socket, as the provider saw it. */
final class Sent {
    final ModelRef ref;
    final String callId;
    final Purpose purpose;
    final Optional<String> key;
    final ChatRequest request;
    final long at;
    /** Its place among all that happened: two things of one moment still have an order. */
    final int tick;

    final Answer answer;

    /** When it ended; {@link Long#MAX_VALUE} while it has not. */
    long endedAt = Long.MAX_VALUE;

    int endTick = Integer.MAX_VALUE;

    /** When the engine said so, which waits until a stream's events are asked for; {@link Long#MAX_VALUE} if it never did. */
    long toldAt = Long.MAX_VALUE;

    @Nullable
    ErrorKind error;

    Sent(ModelRef ref, ChatRequest request, CallContext call, int tick, Answer answer) {
        this.ref = ref;
        this.request = request;
        this.callId = call.callId();
        this.purpose = call.attribute(CallContext.PURPOSE).orElse(Purpose.FIRST);
        this.key = call.attribute(CallContext.KEY_LABEL);
        this.at = call.scheduler().nanoTime();
        this.tick = tick;
        this.answer = answer;
    }

    boolean isOpen() {
        return endTick == Integer.MAX_VALUE;
    }

    boolean isProbe() {
        return purpose == Purpose.COLD_START;
    }

    @Override
    public String toString() {
        return Duration.ofNanos(at) + " " + ref + " " + purpose
                + key.map(label -> " " + label).orElse("") + " → "
                + answer.kind() + (answer.hint().isZero() ? "" : " hint " + answer.hint())
                + (isOpen()
                        ? " open"
                        : " until " + Duration.ofNanos(endedAt) + " " + (error == null ? "answered" : error));
    }
}
