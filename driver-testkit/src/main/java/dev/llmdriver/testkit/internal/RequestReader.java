package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from bytes that arrive in any pieces. Not thread-safe: the event loop of one connection owns it. */
final class RequestReader {
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final int MAX_BYTES = 256 << 20;

    private final int connection;
    private Buffer buffered = Buffer.buffer();
    private @Nullable Head head;

    RequestReader(int connection) {
        this.connection = connection;
    }

    void feed(Buffer bytes) {
        buffered.appendBuffer(bytes);
        if (buffered.length() > MAX_BYTES) {
            throw new IllegalArgumentException("request larger than " + MAX_BYTES + " bytes");
        }
    }

    /** {@return whether the client waits for leave to send its body; true once per request} */
    boolean takeExpectation() {
        readHead();
        return head != null && head.headers().remove("expect") != null;
    }

    /** {@return the next complete request, or null when bytes are missing} */
    @Nullable
    RawRequest next() {
        readHead();
        Head current = head;
        if (current == null) {
            return null;
        }
        byte[] body = current.chunked() ? chunkedBody() : plainBody(current.length());
        if (body == null) {
            return null;
        }
        head = null;
        return new RawRequest(connection, current.method(), current.target(), current.headers(), body);
    }

    private void readHead() {
        int end = head == null ? indexOf(buffered, HEAD_END, 0) : -1;
        if (end >= 0) {
            head = Head.parse(buffered.getString(0, end, "ISO-8859-1"));
            consume(end + HEAD_END.length);
        }
    }

    private byte @Nullable [] plainBody(int length) {
        if (buffered.length() < length) {
            return null;
        }
        byte[] body = buffered.getBytes(0, length);
        consume(length);
        return body;
    }

    private byte @Nullable [] chunkedBody() {
        Buffer body = Buffer.buffer();
        int at = 0;
        while (true) {
            int lineEnd = indexOf(buffered, new byte[] {'\r', '\n'}, at);
            if (lineEnd < 0) {
                return null;
            }
            int size = Integer.parseInt(
                    buffered.getString(at, lineEnd).split(";", 2)[0].trim(), 16);
            int next = lineEnd + 2 + size + 2;
            if (buffered.length() < next) {
                return null;
            }
            body.appendBuffer(buffered, lineEnd + 2, size);
            at = next;
            if (size == 0) {
                consume(at);
                return body.getBytes();
            }
        }
    }

    private void consume(int bytes) {
        buffered = Buffer.buffer(buffered.getBytes(bytes, buffered.length()));
    }

    private static int indexOf(Buffer buffer, byte[] what, int from) {
        for (int i = from; i <= buffer.length() - what.length; i++) {
            int k = 0;
            while (k < what.length && buffer.getByte(i + k) == what[k]) {
                k++;
            }
            if (k == what.length) {
                return i;
            }
        }
        return -1;
    }

    private record Head(String method, String target, Map<String, List<String>> headers) {
        static Head parse(String text) {
            String[] lines = text.split("\r\n");
            String[] start = lines[0].split(" ");
            if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
                throw new IllegalArgumentException("not an HTTP/1.1 request line: " + lines[0]);
            }
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("not a header: " + lines[i]);
                }
                headers.computeIfAbsent(lines[i].substring(0, colon), n -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).trim());
            }
            return new Head(start[0], start[1], headers);
        }

        boolean chunked() {
            return headers.getOrDefault("transfer-encoding", List.of()).stream()
                    .anyMatch(v -> v.toLowerCase(Locale.ROOT).contains("chunked"));
        }

        int length() {
            return headers.containsKey("content-length")
                    ? Integer.parseInt(headers.get("content-length").get(0))
                    : 0;
        }
    }
}
