package dev.llmdriver.client.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Journals of batches: one that is not sound is refused, whatever stands in it. */
public final class JournalTarget implements FuzzTarget {
    /** A file in memory. */
    private static final class Memory implements DiskFile {
        private byte[] bytes;

        Memory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean lock() {
            return true;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            int count = (int) Math.min(into.remaining(), bytes.length - position);
            if (count > 0) {
                into.put(bytes, (int) position, count);
            }
            return count;
        }

        @Override
        public void append(byte[] more) {
            throw new AssertionError("nothing is to be written");
        }

        @Override
        public void truncate(long size) {
            bytes = java.util.Arrays.copyOf(bytes, (int) size);
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    /** A disk with one file. */
    private record OneFile(DiskFile file) implements Disk {
        @Override
        public DiskFile read(Path path) {
            return file;
        }

        @Override
        public DiskFile append(Path path) {
            return file;
        }

        @Override
        public boolean exists(Path path) {
            return true;
        }

        @Override
        public void replace(Path from, Path to) {}

        @Override
        public void delete(Path path) {}
    }

    @Override
    public void feed(byte[] bytes) throws IOException {
        byte[] body = Input.of(bytes).body();
        try (Journal journal =
                Journal.open(new OneFile(new Memory(body)), Path.of("journal")).orElseThrow()) {
            journal.input()
                    .ifPresent(input ->
                            assertThat(Fingerprint.parse(input.toString())).contains(input));
            assertThat(journal.open().cardinality()).isLessThanOrEqualTo(body.length);
            assertThat(journal.open().size()).isLessThanOrEqualTo(Integer.MAX_VALUE);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).contains("is damaged");
        }
        lines(body);
    }

    /** Lines, each with its place, are the file again. */
    private static void lines(byte[] body) throws IOException {
        LineReader reader = new LineReader(new Memory(body));
        long end = 0;
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
            assertThat(line.start()).isEqualTo(end);
            end = line.end();
        }
        assertThat(end).isEqualTo(body.length);
    }

    @Override
    public List<byte[]> seeds() {
        String head = "llm-batch 1 bytes=10 lines=9 sha256=" + "0123456789abcdef".repeat(4) + "\n";
        return List.of(
                Input.raw(0, head + "sent 1 2 3\nagain 2\nsent 2\n"),
                Input.raw(0, head + "sent 4294967295\n"),
                Input.raw(0, head + "sent 2147483647\n"),
                Input.raw(0, head + "sent \nagain -1\n"),
                Input.raw(0, head + "sent 1\nse\0\0"),
                Input.raw(0, "\r\n\r"));
    }
}
