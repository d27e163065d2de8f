package dev.llmdriver.http;

import java.io.IOException;

/** Takes a line of a stream. The bytes are valid during the call only. */
@FunctionalInterface
public interface LineHandler {
    /**
     * Takes a line.
     *
     * @param bytes where it is, undecoded UTF-8
     * @param offset of its first byte
     * @param length without its end
     * @param sink where the stream's events go
     * @throws IOException if it cannot be understood
     */
    void line(byte[] bytes, int offset, int length, EventSink sink) throws IOException;
}
