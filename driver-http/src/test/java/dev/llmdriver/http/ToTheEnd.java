package dev.llmdriver.http;

import dev.llmdriver.FinishReason;
import java.io.IOException;

/** A decoder that knows an answer's end by nothing but the end of the body, as with Gemini. */
final class ToTheEnd extends LineStream {
    ToTheEnd() {
        super(1_000_000);
    }

    @Override
    public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (length != "[DONE]".length()) {
            super.event(type, bytes, offset, length, sink);
        }
    }

    @Override
    public void end(EventSink sink) throws IOException {
        sink.finish(StreamEnd.of(new FinishReason(FinishReason.Kind.STOP, "stop")));
    }
}
