package dev.llmdriver.testkit;

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

    /** Undoes chunked framing; what is cut off is lost. */
    static byte[] dechunk(byte[] framed) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (framed[end] != '\r') {
                end++;
            }
            int size =
                    Integer.parseInt(new String(framed, at, end - at, java.nio.charset.StandardCharsets.US_ASCII), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            body.write(framed, end + 2, size);
            at = end + 2 + size + 2;
        }
    }
}
