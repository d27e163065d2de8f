package dev.llmdriver.client.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A file system in memory whose machine dies at the n-th change. What was not forced may be lost from any byte on, or stand there as
 * zeros; the write that dies may have begun. Files belong to the machine; a {@link #restart} closes them all.
 */
final class CrashingDisk implements Disk {
    /** How the world ends. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** How much survives. */
    enum Loss {
        /** The process dies: all that was written stays. */
        PROCESS,
        /** The power fails: what was not forced may be cut off. */
        POWER,
        /** The power fails, and what was not forced may stand there as zeros. */
        ZEROS
    }

    private static final class Content {
        private byte[] bytes = new byte[0];
        private int forced;
    }

    private final Map<Path, Content> files = new HashMap<>();
    private final Set<Content> locked = new HashSet<>();
    private final Loss loss;
    private final Random random;
    private int left = Integer.MAX_VALUE;
    private int changes;

    CrashingDisk(Loss loss, long seed) {
        this.loss = loss;
        this.random = new Random(seed);
    }

    /** Dies instead of the n-th change from now, counted from 0. */
    CrashingDisk dieAt(int change) {
        left = change;
        return this;
    }

    /** {@return how many changes were made so far} */
    int changes() {
        return changes;
    }

    /** Begins again with what survived. */
    void restart() {
        locked.clear();
        left = Integer.MAX_VALUE;
        files.values().forEach(this::survive);
    }

    private void survive(Content content) {
        int unforced = content.bytes.length - content.forced;
        if (loss != Loss.PROCESS && unforced > 0) {
            int kept = content.forced + random.nextInt(unforced + 1);
            if (loss == Loss.POWER) {
                content.bytes = Arrays.copyOf(content.bytes, kept);
            } else {
                Arrays.fill(content.bytes, kept, content.bytes.length, (byte) 0);
            }
        }
        content.forced = content.bytes.length;
    }

    void put(Path file, String text) {
        Content content = new Content();
        content.bytes = text.getBytes(StandardCharsets.UTF_8);
        content.forced = content.bytes.length;
        files.put(file, content);
    }

    String text(Path file) {
        Content content = files.get(file);
        return content == null ? "" : new String(content.bytes, StandardCharsets.UTF_8);
    }

    /** {@return what would survive whatever comes} */
    String forcedText(Path file) {
        Content content = files.get(file);
        return content == null ? "" : new String(content.bytes, 0, content.forced, StandardCharsets.UTF_8);
    }

    private void change() {
        if (left == 0) {
            throw new Crash();
        }
        left--;
        changes++;
    }

    private Content find(Path file) throws IOException {
        Content content = files.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return content;
    }

    @Override
    public DiskFile read(Path file) throws IOException {
        return new Open(find(file));
    }

    @Override
    public DiskFile append(Path file) {
        if (!files.containsKey(file)) {
            change();
        }
        return new Open(files.computeIfAbsent(file, name -> new Content()));
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        Content moved = find(from);
        change();
        files.remove(from);
        files.put(to, moved);
    }

    @Override
    public void delete(Path file) {
        if (files.containsKey(file)) {
            change();
            files.remove(file);
        }
    }

    private final class Open implements DiskFile {
        private final Content content;
        private boolean holdsLock;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public boolean lock() {
            holdsLock = locked.add(content);
            return holdsLock;
        }

        @Override
        public long size() {
            return content.bytes.length;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            int length = (int) Math.min(into.remaining(), content.bytes.length - position);
            if (length > 0) {
                into.put(content.bytes, (int) position, length);
            }
            return length > 0 ? length : -1;
        }

        @Override
        public void append(byte[] bytes) {
            if (left == 0) { // the write that dies
                write(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            }
            change();
            write(bytes);
        }

        private void write(byte[] bytes) {
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            longer.writeBytes(content.bytes);
            longer.writeBytes(bytes);
            content.bytes = longer.toByteArray();
        }

        @Override
        public void truncate(long size) {
            change();
            content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
            content.forced = Math.min(content.forced, content.bytes.length);
        }

        @Override
        public void force() {
            change();
            content.forced = content.bytes.length;
        }

        @Override
        public void close() {
            if (holdsLock) {
                locked.remove(content);
            }
        }
    }
}
