package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.spi.AnswerAssembler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins the events of one answer at once, as the endpoint does for a stream. */
public final class CollectingSink implements EventSink {
    private final AnswerAssembler answer = new AnswerAssembler();
    private final Map<Integer, ProviderData> attached = new HashMap<>();
    private @Nullable StreamEnd end;
    private @Nullable LlmExceptionBuilder failure;

    /** Starts without an event. */
    public CollectingSink() {}

    @Override
    public void next(ChatEvent event) {
        answer.add(event);
    }

    @Override
    public void attach(int index, ProviderData data) {
        attached.put(index, data);
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

    /**
     * Makes the answer.
     *
     * @throws dev.llmdriver.error.LlmException if the events ended with an error
     */
    public ChatResponseBuilder response(ModelRef ref) {
        if (failure != null) {
            throw failure.build();
        }
        if (end == null) {
            throw new IllegalStateException("the answer has no end");
        }
        return end.addTo(ChatResponse.builder(ref, message(), end.finishReason()));
    }

    private Message message() {
        Message plain = answer.message();
        List<Part> parts = plain.parts();
        Message.Builder message = Message.builder(plain.role());
        for (int i = 0; i < parts.size(); i++) {
            ProviderData data = attached.get(i);
            Part part = parts.get(i);
            message.part(data != null && part instanceof Reasoning thought ? thought.withProviderData(data) : part);
        }
        return message.build();
    }
}
