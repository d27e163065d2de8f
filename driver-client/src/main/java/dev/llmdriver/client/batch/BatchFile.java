package dev.llmdriver.client.batch;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch from file to file that can be broken off at any point, by a power cut too, and taken up again: no finished answer is lost or
 * written twice, and what was under way is sent again and marked as possibly billed twice. A line that fails has its failure as
 * result.
 *
 * <p>Beside the output {@code out} a journal {@code out.journal} says what is about to be sent; it reaches the disk before anything is.
 * Results are added to the output as they come, and brought into the order of the input once all are there. Keep the two files together.
 * While a batch is open nobody else can open it.
 *
 * <p>{@link #run} does everything on the calling thread; {@link #stop} and {@link #abort} may be called by any other one.
 */
public final class BatchFile implements AutoCloseable {
    private final BatchFormat format;
    private final Consumer<BatchLine> listener;
    private final OpenFiles files;
    private final LineReader input;
    private final CallersThread thread = new CallersThread();
    private final Pump<Entry> pump;
    private int line;
    private volatile boolean aborted;
    private boolean ended;
    private @Nullable Throwable failure;

    BatchFile(BatchFileBuilder builder, OpenFiles files) {
        this.format = builder.format;
        this.listener = builder.listener;
        this.files = files;
        this.input = new LineReader(files.input());
        Pump.Room room = new Pump.Room(builder.concurrency, builder.concurrency, false);
        this.pump = new Pump<>(room, this::take, BatchFile::call, new Results(), thread);
    }

    /**
     * Begins to describe a batch.
     *
     * @param input a file of lines, each asking for one answer; it must not change until the batch is done
     * @param output the file for the results; it must not be there, or be this batch's
     * @param format how lines are spelled
     * @return a builder
     */
    public static BatchFileBuilder builder(Path input, Path output, BatchFormat format) {
        return new BatchFileBuilder(
                Objects.requireNonNull(input, "input"),
                Objects.requireNonNull(output, "output"),
                Objects.requireNonNull(format, "format"));
    }

    /**
     * {@return how far the batch is; before {@link #run}, what earlier runs did, with what was under way at their end as open. Not while
     * it runs}
     */
    public BatchReport report() {
        try {
            return files.report();
        } catch (IOException broken) {
            throw Refusals.broken(broken);
        }
    }

    /**
     * Sends every line that has no result, and waits for the results. Returns early, with an incomplete report, if it was stopped; the
     * files can then be opened again. Interrupting the thread aborts, and keeps its flag. To be called once.
     *
     * @return how far the batch is
     * @throws LlmException {@code configuration} if a file cannot be read or written, after which it can be opened again; what the
     *     format or the listener throws besides is passed on
     */
    public BatchReport run() {
        Blocking.guard("BatchFile.run()", "a thread that may wait");
        pump.request(Long.MAX_VALUE);
        thread.runUntil(() -> ended, this::abort);
        if (failure != null) {
            rethrow(failure);
        }
        if (files.isComplete()) {
            guarded(files.answers()::order);
        }
        return report();
    }

    /** Something that is done to a file. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** What goes wrong with a file ends the batch and is put into words. */
    private static void guarded(Work work) {
        try {
            work.run();
        } catch (IOException broken) {
            throw Refusals.broken(broken);
        }
    }

    /** Sends nothing more; what is under way goes on. */
    public void stop() {
        pump.stop();
    }

    /** Sends nothing more and cancels what is under way; the next run sends it again. */
    public void abort() {
        aborted = true;
        pump.abort();
    }

    /** Closes the files and lets others open them. Not while it runs. */
    @Override
    public void close() {
        guarded(files::close);
    }

    private List<Entry> take(int atMost) {
        List<Entry> entries = new ArrayList<>();
        guarded(() -> {
            LineReader.Line next = null;
            while (entries.size() < atMost && (next = input.next()) != null) {
                line++;
                if (!next.isBlank() && !files.answers().done().get(line)) {
                    entries.add(Entry.read(
                            line, next.bytes(), format, files.journal().isInDoubt(line)));
                }
            }
            files.journal()
                    .sent(entries.stream()
                            .filter(entry -> entry.task() != null)
                            .map(Entry::line)
                            .toList());
        });
        return entries;
    }

    private static CompletableFuture<ChatResponse> call(Entry entry) {
        BatchTask task = entry.task();
        return task == null
                ? CompletableFuture.failedFuture(Objects.requireNonNull(entry.failure()))
                : task.model().generateAsync(task.request());
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof LlmException known) {
            throw known.onThisStack();
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown; // a pump catches nothing else
    }

    /** Writes what comes. */
    private final class Results implements Pump.Receiver<Entry> {
        @Override
        public void outcome(Outcome<Entry> outcome) {
            LlmException why = outcome.failure();
            if (aborted && why != null && why.kind() == ErrorKind.CANCELLED) {
                return; // it stays open in the journal
            }
            BatchLine result = new BatchLine(outcome);
            guarded(() -> files.answers().add(result.number(), format.write(result), why != null));
            listener.accept(result);
        }

        @Override
        public void pause() {
            guarded(files.answers()::force);
        }

        @Override
        public void ended(@Nullable Throwable thrown) {
            failure = thrown;
            ended = true;
        }
    }
}
