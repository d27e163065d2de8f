package dev.llmdriver.http.internal;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;

/** Gives up requests whose answer nobody waits for. */
final class Wires {
    /** The code by which HTTP/2 says that a stream is not wanted any more (RFC 9113, 7). */
    static final long HTTP2_CANCEL = 8;

    private Wires() {}

    /**
     * Lets an answer be heard that comes behind interim ones, and one that comes before the request was sent to its end, though the server
     * closes at once behind it.
     */
    static void prepare(HttpClientRequest request) {
        if (request.version() == HttpVersion.HTTP_1_1) {
            LastContent.prepare(request.connection());
        }
    }

    /** Gives up a request that was not sent. */
    static void discard(HttpClientRequest request) {
        request.exceptionHandler(ignored -> {});
        close(request);
    }

    /** Closes a connection that must not carry another request; where others share it, ends this one alone. */
    static void close(HttpClientRequest request) {
        if (request.version() == HttpVersion.HTTP_1_1) {
            // Without a reset before, which gives the connection to the next call, and then this would close it there.
            request.connection().close();
        } else {
            request.reset(HTTP2_CANCEL);
        }
    }
}
