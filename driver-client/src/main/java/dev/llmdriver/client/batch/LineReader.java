package dev.llmdriver.client.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, as bytes, and knows where each begins. A line ends with a line feed, or with the file. Not thread-safe. */
final class LineReader {
    /** More than any provider takes. */
    static final int MAX_BYTES = 256 << 20;

    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
    private long position;

    LineReader(DiskFile file) {
        this.file = file;
    }

    /** One line. */
    static final class Line {
        private final long start;
        private final byte[] bytes;
        private final boolean ended;

        private Line(long start, byte[] bytes, boolean ended) {
            this.start = start;
            this.bytes = bytes;
            this.ended = ended;
        }

        /** {@return where it begins} */
        long start() {
            return start;
        }

        /** {@return its content, without the line feed; not a copy} */
        byte[] bytes() {
            return bytes;
        }

        /** {@return whether a line feed ends it} */
        boolean ended() {
            return ended;
        }

        /** {@return where the next line begins} */
        long end() {
            return start + bytes.length + (ended ? 1 : 0);
        }

        boolean isBlank() {
            for (byte each : bytes) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@return the next line; null at the end} */
    @Nullable
    Line next() throws IOException {
        long start = position - buffer.remaining();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (buffer.hasRemaining() || fill()) {
            int begin = buffer.position();
            while (buffer.hasRemaining()) {
                if (buffer.get() == '\n') {
                    line.write(buffer.array(), begin, buffer.position() - begin - 1);
                    return new Line(start, line.toByteArray(), true);
                }
            }
            line.write(buffer.array(), begin, buffer.limit() - begin);
            if (line.size() > MAX_BYTES) {
                throw new IOException("a line is longer than " + (MAX_BYTES >> 20) + " MiB");
            }
        }
        return line.size() == 0 ? null : new Line(start, line.toByteArray(), false);
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int read = file.read(buffer, position);
        buffer.flip();
        position += Math.max(0, read);
        return read > 0;
    }
}
