package dev.llmdriver.client.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * The files of a batch, locked, mended, and in agreement with each other. Not thread-safe.
 *
 * @param total lines of the input that are not blank
 * @param input the input
 * @param journal what was sent
 * @param answers what came of it
 */
record OpenFiles(int total, DiskFile input, Journal journal, Answers answers) implements Closeable {
    static OpenFiles open(Disk disk, Path input, Path output, BatchFormat format, boolean retryFailed)
            throws IOException {
        Path journalPath = journal(output);
        if (disk.exists(output) && !disk.exists(journalPath)) {
            throw Refusals.foreign(output, journalPath);
        }
        Fingerprint fingerprint = Fingerprint.of(disk, input);
        Deque<Closeable> opened = new ArrayDeque<>();
        try {
            Journal journal = Journal.open(disk, journalPath).orElseThrow(() -> Refusals.locked(output));
            opened.push(journal);
            agree(disk, journal, fingerprint, input, output);
            Answers answers = Answers.open(disk, output, format, journal::isLine);
            opened.push(answers);
            if (retryFailed) {
                forgetFailures(journal, answers);
            }
            return new OpenFiles(Math.toIntExact(fingerprint.lines()), disk.read(input), journal, answers);
        } catch (IOException | RuntimeException failed) {
            for (Closeable each : opened) {
                each.close();
            }
            throw failed;
        }
    }

    /** {@return where the journal of an output is} */
    static Path journal(Path output) {
        return output.resolveSibling(output.getFileName() + ".journal");
    }

    private static void agree(Disk disk, Journal journal, Fingerprint now, Path input, Path output) throws IOException {
        Fingerprint then = journal.input().orElse(null);
        if (then == null && disk.exists(output)) {
            throw Refusals.foreign(output, journal(output));
        }
        if (then == null) {
            journal.begin(now);
        } else if (!then.equals(now)) {
            throw Refusals.changed(input, output, then, now);
        }
    }

    /** So that their lines are sent again. The journal hears of it first: a line that it calls settled may have a result or not. */
    private static void forgetFailures(Journal journal, Answers answers) throws IOException {
        if (!answers.failed().isEmpty()) {
            journal.again(answers.failed());
            answers.dropFailed();
        }
    }

    boolean isComplete() {
        return answers.done().cardinality() == total;
    }

    BatchReport report() throws IOException {
        BitSet open = journal.open();
        open.andNot(answers.done());
        return new BatchReport(
                total,
                answers.done().cardinality(),
                answers.failed().cardinality(),
                open.stream().boxed().toList(),
                journal.resent(),
                answers.firstFailure());
    }

    @Override
    public void close() throws IOException {
        try (journal;
                answers;
                input) {
            // all three, whatever happens to one
        }
    }
}
