package dev.llmdriver.client.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * The output: a line for each result. Results are added as they come, for a result must be on disk before it may be forgotten here; once
 * all are there they are brought into the order of the input, in a second file that then takes the first one's place. Not thread-safe.
 */
final class Answers implements Closeable {
    private final Disk disk;
    private final Path path;
    private final BatchFormat format;
    private Log log;

    private final BitSet done = new BitSet();
    private final BitSet failed = new BitSet();
    private boolean inOrder = true;
    private long[] starts = new long[1024];
    private int[] lengths = new int[1024];

    private Answers(Disk disk, Path path, BatchFormat format, Log log) {
        this.disk = disk;
        this.path = path;
        this.format = format;
        this.log = log;
    }

    /** Opens the output; {@code lines} knows which lines the input can have. */
    static Answers open(Disk disk, Path path, BatchFormat format, IntPredicate lines) throws IOException {
        disk.delete(beside(path));
        Answers answers = new Answers(disk, path, format, Log.open(disk, path));
        try {
            answers.log.recover(path, "", (line, text) -> answers.read(line, text, lines));
        } catch (IOException | RuntimeException | Error damaged) {
            answers.close();
            throw damaged;
        }
        return answers;
    }

    /** {@return where the results stand while they are brought into order} */
    static Path beside(Path path) {
        return path.resolveSibling(path.getFileName() + ".tmp");
    }

    private boolean read(LineReader.Line line, String text, IntPredicate lines) {
        BatchMark mark = format.mark(text).orElse(null);
        if (mark == null || !lines.test(mark.line()) || done.get(mark.line())) {
            return false;
        }
        put(mark.line(), line.start(), line.bytes().length, !mark.failure().isEmpty());
        return true;
    }

    private void put(int line, long start, int length, boolean failure) {
        if (line >= starts.length) {
            int larger = Math.max(line + 1, starts.length + (starts.length >> 1));
            starts = Arrays.copyOf(starts, larger);
            lengths = Arrays.copyOf(lengths, larger);
        }
        inOrder &= done.length() <= line;
        done.set(line);
        failed.set(line, failure);
        starts[line] = start;
        lengths[line] = length;
    }

    BitSet done() {
        return done;
    }

    BitSet failed() {
        return failed;
    }

    void add(int line, String text, boolean failure) throws IOException {
        long start = log.size();
        log.append(text);
        put(line, start, (int) (log.size() - start - 1), failure);
    }

    /** Waits until everything that was added has reached the device. */
    void force() throws IOException {
        log.force();
    }

    /** Forgets the results that are failures. */
    void dropFailed() throws IOException {
        done.andNot(failed);
        failed.clear();
        rewrite();
    }

    /** Brings the results into the order of the input. */
    void order() throws IOException {
        if (!inOrder) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        Path beside = beside(path);
        disk.delete(beside);
        long end;
        try (Log ordered = Log.open(disk, beside)) {
            for (int line = done.nextSetBit(0); line >= 0; line = done.nextSetBit(line + 1)) {
                String text = log.read(starts[line], lengths[line]);
                starts[line] = ordered.size();
                ordered.append(text);
            }
            ordered.force();
            end = ordered.size();
        }
        log.close();
        disk.replace(beside, path);
        log = Log.open(disk, path, end);
        inOrder = true;
    }

    /** {@return the wire name of the first failure's kind, in the order of the input; empty if there is none} */
    String firstFailure() throws IOException {
        int line = failed.nextSetBit(0);
        return line < 0
                ? ""
                : format.mark(log.read(starts[line], lengths[line]))
                        .map(BatchMark::failure)
                        .orElse("");
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
