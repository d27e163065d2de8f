package dev.llmdriver.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** A whole answer, its body decompressed and bounded. Immutable as long as nobody writes to the body. */
public final class WireResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    /**
     * Creates an answer.
     *
     * @param status the HTTP status
     * @param headers its headers
     * @param body its body, not copied
     */
    public WireResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = Objects.requireNonNull(body, "body");
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the headers} */
    public Headers headers() {
        return headers;
    }

    /** {@return the body, not a copy; empty for the head of a stream} */
    public byte[] body() {
        return body;
    }

    /** {@return the body as UTF-8, which every provider sends} */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** {@return the media type, lower-case, without parameters; empty if there is none} */
    public String contentType() {
        String value = headers.get("Content-Type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "WireResponse[" + status + ", " + contentType() + ", " + body.length + " bytes]";
    }
}
