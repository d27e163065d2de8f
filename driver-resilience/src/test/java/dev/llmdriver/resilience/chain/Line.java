package dev.llmdriver.resilience.chain;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire of one exchange: its entries in the socket's log and in the ledger, and its alarms. */
final class Line {
    private final Provider provider;
    private final ModelRef ref;
    private final CallContext call;
    private final List<Scheduler.Alarm> alarms = new ArrayList<>();
    private @Nullable Sent sent;
    private AttemptLedger.@Nullable Entry entry;
    private boolean over;

    Line(Provider provider, ModelRef ref, CallContext call) {
        this.provider = provider;
        this.ref = ref;
        this.call = call;
    }

    void send(ChatRequest request, Answer answer) {
        if (answer.kind() == Answer.Kind.UNREACHABLE) {
            return;
        }
        sent = new Sent(ref, request, call, provider.tick(), answer);
        provider.socket.add(sent);
        entry = call.beginAttempt(ref);
    }

    /** Does something later, or at once if the time is zero, unless the exchange is over by then. */
    void later(Duration time, Runnable task) {
        if (time.isZero()) {
            task.run();
            return;
        }
        alarms.add(provider.clock.schedule(time, () -> {
            if (!over) {
                task.run();
            }
        }));
    }

    /** Does something at the call's deadline, which it finds at the earliest later on. */
    void atDeadline(Runnable task) {
        call.remaining().ifPresent(left -> later(left.isZero() ? Duration.ofNanos(1) : left, task));
    }

    boolean isOver() {
        return over;
    }

    /** Ends the exchange; {@return whether it had not ended before} */
    boolean end(@Nullable ErrorKind error) {
        if (over) {
            return false;
        }
        over = true;
        alarms.forEach(Scheduler.Alarm::cancel);
        if (sent != null && entry != null) {
            sent.endedAt = provider.clock.nanoTime();
            sent.endTick = provider.tick();
            sent.error = error;
            if (error == null) {
                entry.succeeded();
            } else {
                entry.failed(error);
            }
        }
        return true;
    }

    /** Notes that the end is told now. */
    void told() {
        if (sent != null) {
            sent.toldAt = provider.clock.nanoTime();
        }
    }

    LlmException late() {
        return LlmException.builder(ErrorKind.TIMEOUT, "the deadline passed")
                .reason("deadline")
                .ref(ref)
                .attempts(call.ledger().attempts())
                .build();
    }

    LlmException failure(Answer answer) {
        return answer.failure(ref).toBuilder()
                .attempts(call.ledger().attempts())
                .build();
    }

    ChatResponse response(Answer answer) {
        Message message = Message.assistant("text ".repeat(answer.contents()));
        return ChatResponse.builder(ref, message, new FinishReason(FinishReason.Kind.STOP, "stop"))
                .usage(Usage.of(Limits.TOKENS - Caller.MAX_TOKENS, Caller.MAX_TOKENS))
                .attempts(call.ledger().attempts())
                .build();
    }
}
