package dev.llmdriver.benchmarks.springai;

import dev.llmdriver.benchmarks.Sink;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.BaseSubscriber;

/** Passes the texts of a stream on. Other parts do not count against the demand for texts. */
final class Texts extends BaseSubscriber<ChatResponse> {
    private final Sink sink;
    private final long firstDemand;

    Texts(Sink sink, long firstDemand) {
        this.sink = sink;
        this.firstDemand = firstDemand;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (firstDemand > 0) {
            request(firstDemand);
        }
    }

    @Override
    protected void hookOnNext(ChatResponse response) {
        String text = response.getResult() == null
                ? null
                : response.getResult().getOutput().getText();
        if (text != null && !text.isEmpty()) {
            sink.text(text);
        } else if (firstDemand == 0) {
            request(1);
        }
    }

    @Override
    protected void hookOnComplete() {
        sink.done();
    }

    @Override
    protected void hookOnError(Throwable failure) {
        sink.fail(failure);
    }
}
