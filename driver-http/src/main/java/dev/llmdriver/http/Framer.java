package dev.llmdriver.http;

import java.io.IOException;

/** Cuts a body into events, however it is fed. */
interface Framer {
    /** Takes the next bytes. */
    void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException;

    /** Hands on what is left. */
    void end(EventSink sink) throws IOException;
}
