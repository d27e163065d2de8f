package dev.llmdriver.testkit.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Compressed bodies, told by how they begin: a header may still speak of what a recorder undid. */
final class Gzip {
    private Gzip() {}

    /** {@return the same bytes, unpacked if they are packed} */
    static byte[] unpacked(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("a body is compressed, but not whole", e);
        }
    }
}
