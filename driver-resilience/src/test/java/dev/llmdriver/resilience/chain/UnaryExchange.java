package dev.llmdriver.resilience.chain;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.concurrent.CompletableFuture;

/** A request for a whole answer. */
final class UnaryExchange {
    private final Line line;
    private final CallFuture<ChatResponse> result = CallFuture.create(this::stop);

    UnaryExchange(Provider provider, ModelRef ref, CallContext call) {
        line = new Line(provider, ref, call);
    }

    private void stop() {
        line.end(ErrorKind.CANCELLED);
    }

    CompletableFuture<ChatResponse> send(ChatRequest request, Answer answer) {
        line.send(request, answer);
        if (answer.ends()) {
            line.later(answer.latency().plus(answer.gap().multipliedBy(answer.contents())), () -> end(answer));
        }
        if (!line.isOver() && answer.kind() != Answer.Kind.DEAF) {
            line.atDeadline(() -> fail(line.late()));
        }
        return result;
    }

    private void end(Answer answer) {
        if (answer.isError()) {
            fail(line.failure(answer));
        } else if (line.end(null)) {
            line.told();
            result.complete(line.response(answer));
        }
    }

    private void fail(LlmException failure) {
        if (line.end(failure.kind())) {
            line.told();
            result.fail(failure);
        }
    }
}
