package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.course.Cancellation;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt with a whole answer, behind a gate.
 *
 * @param <T> type of the answer
 */
final class GatedCall<T> {
    private final Entrance entrance;
    private final Function<CallContext, CompletableFuture<T>> source;
    private final Function<T, Optional<Usage>> usage;
    private final Cancellation cancellation = new Cancellation();
    private final CallFuture<T> result = CallFuture.create(cancellation::cancel);

    private GatedCall(
            Entrance entrance, Function<CallContext, CompletableFuture<T>> source, Function<T, Optional<Usage>> usage) {
        this.entrance = entrance;
        this.source = source;
        this.usage = usage;
    }

    /** Goes to the gate. */
    static <T> CompletableFuture<T> start(
            Entrance entrance, Function<CallContext, CompletableFuture<T>> source, Function<T, Optional<Usage>> usage) {
        GatedCall<T> attempt = new GatedCall<>(entrance, source, usage);
        attempt.enter();
        return attempt.result;
    }

    private void enter() {
        CompletableFuture<Gate.Pass> entering = entrance.enter();
        cancellation.set(() -> entering.cancel(true));
        CompletionStage<Gate.Pass> entered = entering;
        entered.whenComplete(this::entered);
    }

    private void entered(Gate.@Nullable Pass pass, @Nullable Throwable refusal) {
        if (refusal != null || pass == null) {
            result.fail(Objects.requireNonNull(refusal, "either a pass or a refusal"));
            return;
        }
        Ticket ticket = new Ticket(pass, entrance.ask().call());
        Optional<LlmException> late = entrance.tooLate();
        if (cancellation.isCancelled()) {
            ticket.cancelled();
        } else if (late.isPresent()) {
            ticket.failed(late.get());
            result.fail(late.get());
        } else {
            send(ticket);
        }
    }

    private void send(Ticket ticket) {
        CompletableFuture<T> sent = begin();
        cancellation.set(() -> {
            try {
                sent.cancel(true);
            } finally {
                ticket.cancelled();
            }
        });
        CompletionStage<T> answered = sent;
        answered.whenComplete((answer, failure) -> {
            if (failure == null) {
                ticket.answered(usage.apply(answer));
                result.complete(answer);
            } else if (!cancellation
                    .isCancelled()) { // a cancelled one gives its pass back when its connection is closed
                ticket.failed(failure);
                result.fail(failure);
            }
        });
    }

    private CompletableFuture<T> begin() {
        try {
            return source.apply(entrance.passed());
        } catch (Throwable thrown) { // errors too: nobody else would end the call
            return CompletableFuture.failedFuture(thrown);
        }
    }
}
