package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The smallest decoder: each event's data is text, {@code [DONE]} ends the answer, {@code !} begins an error. */
class LineStream implements StreamDecoder, SseHandler {
    private final SseDecoder sse;

    LineStream(int maxEventBytes) {
        this.sse = new SseDecoder(this, maxEventBytes);
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        sse.data(bytes, offset, length, sink);
    }

    @Override
    public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.equals("[DONE]")) {
            sink.finish(StreamEnd.of(new FinishReason(FinishReason.Kind.STOP, "stop")));
        } else if (text.startsWith("!")) {
            sink.fail(LlmException.builder(ErrorKind.OVERLOADED, "the provider says " + text)
                    .excerpt(text));
        } else if (text.equals("?")) {
            throw new IOException("a question mark");
        } else {
            sink.next(new ChatEvent.TextDelta(0, text));
        }
    }

    @Override
    public void end(EventSink sink) throws IOException {
        sse.end(sink);
        if (!sink.isDone()) {
            sink.fail(LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "no end mark")
                    .reason("no_end_mark"));
        }
    }
}
