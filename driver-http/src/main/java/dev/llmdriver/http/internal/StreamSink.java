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
    /** A text that is the first half of a character, kept until the other one comes: in bytes a half is a question mark. */
    private @Nullable ChatEvent half;

    StreamSink(StreamCall call) {
        this.call = call;
    }

    @Override
    public void next(ChatEvent event) {
        String text = text(event);
        if (half == null && !endsInHalf(text)) {
            emit(event);
        } else {
            join(event, text);
        }
    }

    private void emit(ChatEvent event) {
        if (!isDone()) {
            answer.add(event);
            call.emit(event);
        }
    }

    private void emitHalf() {
        ChatEvent alone = half;
        half = null;
        if (alone != null) {
            emit(alone);
        }
    }

    /** Servers may split a text between the two halves of a character, for JSON writes each like a character of its own. */
    private void join(ChatEvent event, String text) {
        ChatEvent first = half;
        if (first != null && !isSamePart(first, event)) {
            emitHalf();
            first = null;
        }
        String whole = first == null ? text : text(first) + text;
        int end = endsInHalf(whole) ? whole.length() - 1 : whole.length();
        half = end < whole.length() ? with(event, whole.substring(end)) : null;
        if (first == null && end == text.length()) {
            emit(event);
        } else if (end > 0) {
            emit(with(event, whole.substring(0, end)));
        }
    }

    private static boolean endsInHalf(String text) {
        return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    private static String text(@Nullable ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return delta.text();
        }
        return event instanceof ChatEvent.ReasoningDelta delta ? delta.text() : "";
    }

    private static boolean isSamePart(ChatEvent one, ChatEvent other) {
        if (one instanceof ChatEvent.TextDelta text) {
            return other instanceof ChatEvent.TextDelta more && more.index() == text.index();
        }
        return one instanceof ChatEvent.ReasoningDelta thought
                && other instanceof ChatEvent.ReasoningDelta more
                && more.index() == thought.index();
    }

    private static ChatEvent with(ChatEvent event, String text) {
        return event instanceof ChatEvent.TextDelta delta
                ? new ChatEvent.TextDelta(delta.index(), text)
                : new ChatEvent.ReasoningDelta(((ChatEvent.ReasoningDelta) event).index(), text);
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
        emitHalf();
        if (!isDone()) {
            call.finish(end.addTo(ChatResponse.builder(call.exchange.ref(), answer.message(), end.finishReason())));
            done = true; // not before: what cannot be built must still fail the call
        }
    }

    /** Ends with an answer that came whole. */
    void finishWhole(ChatResponseBuilder whole) {
        emitHalf();
        if (!isDone()) {
            call.finish(whole);
            done = true;
        }
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        emitHalf();
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
