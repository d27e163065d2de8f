package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.spi.AnswerAssembler;
import org.jspecify.annotations.Nullable;

/** Takes what a decoder reads, joins it to the answer, and passes it on. Confined to the stream's event loop, {@link #soFar} excepted. */
final class StreamSink implements EventSink {
    private final StreamCall call;
    private final AnswerAssembler answer = new AnswerAssembler();
    private volatile @Nullable Usage usage;
    private boolean done;

    StreamSink(StreamCall call) {
        this.call = call;
    }

    @Override
    public void next(ChatEvent event) {
        if (!isDone()) {
            answer.add(event);
            call.emit(event);
        }
    }

    @Override
    public void attach(int index, ProviderData data) {
        answer.attach(index, data);
    }

    @Override
    public void usage(Usage soFar) {
        usage = soFar;
    }

    @Override
    public void finish(StreamEnd end) {
        if (!isDone()) {
            call.finish(end.addTo(ChatResponse.builder(call.exchange.ref(), answer.message(), end.finishReason())));
            done = true; // not before: what cannot be built must still fail the call
        }
    }

    /** Ends with an answer that came whole. */
    void finishWhole(ChatResponseBuilder whole) {
        if (!isDone()) {
            call.finish(whole);
            done = true;
        }
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        if (!isDone()) {
            done = true;
            call.fail(error);
        }
    }

    @Override
    public boolean isDone() {
        return done || call.hasEnded();
    }

    /** {@return what has come, on any thread} */
    PartialAnswer soFar() {
        Usage reported = usage;
        return reported == null ? answer.soFar() : answer.soFar().withUsage(reported);
    }

    @Nullable
    PartialAnswer partial() {
        return answer.isEmpty() && usage == null ? null : soFar();
    }
}
