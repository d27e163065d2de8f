package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.ToolCall;
import dev.llmdriver.http.CallIds;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.ollama.internal.response.Chunk.WireCall;

/** Numbers the parts of an answer in the order in which they come: what follows its own kind belongs to the same part. */
final class AnswerParts {
    private enum Kind {
        NONE,
        REASONING,
        TEXT,
        CALL
    }

    private final ProviderData mark;
    private final CallIds ids = new CallIds(); // before v0.12.10 calls have none (wire page 4)
    private Kind last = Kind.NONE;
    private int index = -1;

    /**
     * Starts without a part.
     *
     * @param mark attached to reasoning, so that it goes back to the model it came from and to no other
     */
    AnswerParts(ProviderData mark) {
        this.mark = mark;
    }

    void reasoning(String delta, EventSink sink) {
        if (begins(Kind.REASONING)) {
            sink.attach(index, mark);
        }
        sink.next(new ChatEvent.ReasoningDelta(index, delta));
    }

    void text(String delta, EventSink sink) {
        boolean unused = begins(Kind.TEXT);
        sink.next(new ChatEvent.TextDelta(index, delta));
    }

    void call(WireCall call, EventSink sink) {
        boolean unused = begins(Kind.CALL);
        sink.next(new ChatEvent.ToolCallDelta(index, call.name(), call.arguments()));
        sink.next(
                new ChatEvent.ToolCallReady(index, ToolCall.of(ids.unique(call.id()), call.name(), call.arguments())));
    }

    boolean hasCalls() {
        return !ids.isEmpty();
    }

    private boolean begins(Kind kind) {
        boolean another = kind == Kind.CALL || kind != last;
        index += another ? 1 : 0;
        last = kind;
        return another;
    }
}
