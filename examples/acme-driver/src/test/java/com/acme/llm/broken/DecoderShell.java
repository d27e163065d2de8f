package com.acme.llm.broken;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamDecoder;
import java.io.IOException;

/** A decoder around another one. */
class DecoderShell implements StreamDecoder {
    final StreamDecoder inner;

    DecoderShell(StreamDecoder inner) {
        this.inner = inner;
    }

    /** {@return the sink for the inner one} */
    EventSink sink(EventSink outer) {
        return outer;
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        inner.data(bytes, offset, length, sink(sink));
    }

    @Override
    public void end(EventSink sink) throws IOException {
        inner.end(sink(sink));
    }

    @Override
    public boolean readsType(String contentType) {
        return inner.readsType(contentType);
    }
}
