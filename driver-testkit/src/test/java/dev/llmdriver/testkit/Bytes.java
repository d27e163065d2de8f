package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Byte fiddling for tests. */
final class Bytes {
    private Bytes() {}

    static byte[] gunzip(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    /** {@return whether the bytes hold these in a row} */
    static boolean contains(byte[] all, byte[] part) {
        return new String(all, ISO_8859_1).contains(new String(part, ISO_8859_1));
    }

    /** Undoes chunked framing, as far as it goes. */
    static byte[] dechunk(byte[] framed) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (end < framed.length && framed[end] != '\r') {
                end++;
            }
            if (end >= framed.length) {
                return body.toByteArray();
            }
            int size = Integer.parseInt(new String(framed, at, end - at, US_ASCII), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            body.write(framed, end + 2, size);
            at = end + 2 + size + 2;
        }
    }
}
