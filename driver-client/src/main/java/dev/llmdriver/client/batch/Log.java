package dev.llmdriver.client.batch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of lines that only grows, and forgets a line that was torn while it was written. Not thread-safe. */
final class Log implements Closeable {
    private final DiskFile file;
    private long size;
    private boolean forced = true;

    private Log(DiskFile file, long size) {
        this.file = file;
        this.size = size;
    }

    /** What takes the lines that are there already. */
    @FunctionalInterface
    interface Reader {
        /** {@return whether the line is a whole and sound one} */
        boolean read(LineReader.Line line, String text);
    }

    static Log open(Disk disk, Path path) throws IOException {
        return new Log(disk.append(path), 0);
    }

    /** Opens a log of which it is known that it is sound up to its end. */
    static Log open(Disk disk, Path path, long size) throws IOException {
        return new Log(disk.append(path), size);
    }

    /**
     * Reads what is there. What was torn can only be the end, for it was never forced: a line without its line feed, or one that holds
     * zeros where the device had not yet written. It is cut off.
     *
     * @param beginning what every such file begins with, by which another one is known that is only a piece of a line
     * @throws IOException if a line is not sound for another reason: somebody else has written here
     */
    void recover(Path path, String beginning, Reader reader) throws IOException {
        LineReader lines = new LineReader(file);
        boolean torn = false;
        long number = 0;
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            String text = new String(line.bytes(), StandardCharsets.UTF_8);
            boolean sound = line.ended() && reader.read(line, text);
            boolean ours = number > 1 || beginsSo(text, beginning);
            torn |= !sound && ours && (!line.ended() || text.indexOf('\0') >= 0);
            if (sound == torn) {
                throw new IOException("line " + number + " of " + path
                        + " is damaged, and not by a crash; restore the file, or begin anew with another output file");
            }
            size = sound ? line.end() : size;
        }
        if (torn) {
            file.truncate(size);
            file.force();
        }
    }

    private static boolean beginsSo(String torn, String beginning) {
        int zero = torn.indexOf('\0');
        int known = Math.min(zero < 0 ? torn.length() : zero, beginning.length());
        return torn.regionMatches(0, beginning, 0, known);
    }

    boolean lock() throws IOException {
        return file.lock();
    }

    long size() {
        return size;
    }

    /** Adds a line. */
    void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        forced = false;
        file.append(bytes);
        size += bytes.length;
    }

    /** Waits until everything that was added has reached the device. */
    void force() throws IOException {
        if (!forced) {
            file.force();
            forced = true;
        }
    }

    /** {@return what was added at a place} */
    String read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 1) {
                throw new EOFException("a file of the batch has become shorter while it was open");
            }
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
