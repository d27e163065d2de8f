package dev.llmdriver.http;

import dev.llmdriver.ChatResponseBuilder;
import java.io.IOException;
import java.util.Optional;

/**
 * Turns the bytes of one streamed answer of status 2xx into events: a push machine without I/O. Made anew for each attempt, called by
 * one thread at a time, an event loop, so it must not block. What it throws other than an {@link dev.llmdriver.error.LlmException}
 * ends the stream with a {@link dev.llmdriver.error.MalformedResponseException}.
 */
public interface StreamDecoder {
    /**
     * Tells the head of the answer before its first byte.
     *
     * @param head status and headers, without a body
     */
    default void begin(WireResponse head) {}

    /**
     * Takes the next bytes, which may be split anywhere. They are valid during the call only.
     *
     * @param bytes where they are
     * @param offset of the first
     * @param length how many
     * @param sink where events go; once it {@linkplain EventSink#isDone is done} nothing more is wanted
     * @throws IOException if they cannot be understood
     */
    void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException;

    /**
     * Tells that the body has ended properly. Must {@linkplain EventSink#fail fail} the stream, as interrupted, if the provider's
     * mark of a complete answer did not come. Not called once the sink is done.
     *
     * @param sink where the last events go
     * @throws IOException if the last bytes cannot be understood
     */
    void end(EventSink sink) throws IOException;

    /**
     * Tells whether a body of this type is a stream. One that is not is read whole and bounded, and goes to {@link #wholeAnswer} or to
     * the error classifier; unless it begins as server-sent events do, for proxies change types: then it is a stream all the same, as
     * are {@linkplain #readsLines lines}.
     *
     * @param contentType the media type, lower-case, without parameters; empty if there is none
     * @return by default false for JSON, HTML and XML, true for everything else
     */
    default boolean readsType(String contentType) {
        boolean whole = contentType.equals("application/json")
                || contentType.endsWith("+json")
                || contentType.equals("text/html")
                || contentType.endsWith("xml");
        return !whole;
    }

    /**
     * Tells whether the stream is lines of JSON. Then a body that is called JSON and has a second object on a line of its own is a stream,
     * and read as it comes, for proxies change types.
     *
     * @return by default false
     */
    default boolean readsLines() {
        return false;
    }

    /** {@return what reads the whole JSON answer of a server that does not stream; by default nothing, and such an answer is an error} */
    default Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
        return Optional.empty();
    }
}
