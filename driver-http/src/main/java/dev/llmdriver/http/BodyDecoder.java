package dev.llmdriver.http;

import java.io.IOException;

/**
 * Reads a whole answer of status 2xx. Must be free of state that calls share.
 *
 * @param <T> what it is read into
 */
@FunctionalInterface
public interface BodyDecoder<T> {
    /**
     * Reads an answer. Runs on an event loop, so it must not block.
     *
     * @param response the answer
     * @return what it says
     * @throws IOException if it cannot be understood; becomes a {@link dev.llmdriver.error.MalformedResponseException}, as does any
     *     runtime exception that is no {@link dev.llmdriver.error.LlmException}
     */
    T decode(WireResponse response) throws IOException;
}
