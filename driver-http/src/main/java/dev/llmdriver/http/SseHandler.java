package dev.llmdriver.http;

import java.io.IOException;

/** Takes what {@link SseDecoder} finds. The bytes are valid during the call only. */
public interface SseHandler {
    /**
     * Takes an event.
     *
     * @param type its {@code event} field; empty if it has none
     * @param bytes where its data is: lines joined by a line feed, undecoded UTF-8
     * @param offset of the data
     * @param length of the data; may be zero
     * @param sink where the stream's events go
     * @throws IOException if it cannot be understood
     */
    void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException;

    /**
     * Takes a field that the standard does not know, such as llama.cpp's {@code error}. Ignores it by default.
     *
     * @param name the field's name
     * @param bytes where its value is
     * @param offset of the value
     * @param length of the value
     * @param sink where the stream's events go
     * @throws IOException if it cannot be understood
     */
    default void field(String name, byte[] bytes, int offset, int length, EventSink sink) throws IOException {}
}
