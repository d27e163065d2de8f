package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerAssembler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Joins the events of one answer at once, as the endpoint does for a stream, so that a whole answer is read by the code that reads the
 * streamed one and both come out the same. Not thread-safe.
 */
public final class AnswerCollector implements EventSink {
    private final AnswerAssembler answer = new AnswerAssembler();
    private @Nullable StreamEnd end;
    private @Nullable LlmExceptionBuilder failure;

    /** Starts without an event. */
    public AnswerCollector() {}

    /**
     * Reads a whole body with the decoder of streams.
     *
     * @param decoder a fresh one
     * @param response the answer
     * @param ref who was asked
     * @return what the body says, for a {@link BodyDecoder} to give back
     * @throws IOException if the body cannot be understood, or breaks off before the answer's end
     * @throws LlmException if it tells of an error
     */
    public static ChatResponseBuilder collect(StreamDecoder decoder, WireResponse response, ModelRef ref)
            throws IOException {
        AnswerCollector collector = new AnswerCollector();
        decoder.begin(response);
        decoder.data(response.body(), 0, response.body().length, collector);
        if (!collector.isDone()) {
            decoder.end(collector);
        }
        return collector.response(ref);
    }

    @Override
    public void next(ChatEvent event) {
        if (!isDone()) {
            answer.add(event);
        }
    }

    @Override
    public void attach(int index, ProviderData data) {
        answer.attach(index, data);
    }

    @Override
    public void usage(Usage usage) {
        // the end has it
    }

    @Override
    public void finish(StreamEnd end) {
        this.end = isDone() ? this.end : end;
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        this.failure = isDone() ? this.failure : error;
    }

    @Override
    public boolean isDone() {
        return end != null || failure != null;
    }

    /** {@return what has come so far, for an error} */
    public PartialAnswer partial() {
        return answer.soFar();
    }

    /**
     * Makes the answer.
     *
     * @param ref who was asked
     * @return the answer with all that its end told
     * @throws LlmException if the events ended with an error
     * @throws IOException if the events have no end, or one that says that the answer was cut: a whole body has no more to come
     */
    public ChatResponseBuilder response(ModelRef ref) throws IOException {
        if (failure != null) {
            LlmException error = failure.build();
            if (error.kind() == ErrorKind.STREAM_INTERRUPTED) {
                throw new IOException("it breaks off before its end", error);
            }
            throw error;
        }
        if (end == null) {
            throw new IOException("it breaks off before its end");
        }
        return end.addTo(ChatResponse.builder(ref, answer.message(), end.finishReason()));
    }
}
