package dev.llmdriver.client.batch;

import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Describes a {@link BatchFile}. Not thread-safe. */
public final class BatchFileBuilder {
    private final Path input;
    private final Path output;
    final BatchFormat format;
    private Disk disk = new RealDisk();
    private boolean retryFailed;
    int concurrency = Batch.DEFAULT_CONCURRENCY;
    Consumer<BatchLine> listener = line -> {};

    BatchFileBuilder(Path input, Path output, BatchFormat format) {
        this.input = input;
        this.output = output;
        this.format = format;
    }

    /** Bounds the calls under way, at least 1; {@link Batch#DEFAULT_CONCURRENCY} unless set. */
    public BatchFileBuilder concurrency(int calls) {
        this.concurrency = Batch.checked(calls);
        return this;
    }

    /** Drops results that are failures, if asked to, so that their lines are sent again. */
    public BatchFileBuilder retryFailed(boolean again) {
        this.retryFailed = again;
        return this;
    }

    /** Tells of each result once it was written, on the thread that runs the batch. */
    public BatchFileBuilder listener(Consumer<BatchLine> told) {
        this.listener = Objects.requireNonNull(told, "told");
        return this;
    }

    BatchFileBuilder disk(Disk other) {
        this.disk = other;
        return this;
    }

    /**
     * Opens the files, makes those that are missing, and mends what an earlier run left behind. Reads the whole input once, to know it
     * again.
     *
     * @return the batch, not yet running
     * @throws LlmException {@code configuration} with the reason {@code locked} if the batch is open elsewhere, {@code input_changed} if
     *     the input is not the one of earlier runs, {@code foreign_output} if the output is no batch's, {@code same_file}, or
     *     {@code file} if a file cannot be read or written
     */
    public BatchFile open() {
        if (Stream.of(output, OpenFiles.journal(output), Answers.beside(output)).anyMatch(this::isInput)) {
            throw Refusals.sameFile(input, output);
        }
        try {
            return new BatchFile(this, OpenFiles.open(disk, input, output, format, retryFailed));
        } catch (IOException failed) {
            throw Refusals.broken(failed);
        }
    }

    /** Asked of the files that a batch writes, cuts or deletes. */
    private boolean isInput(Path file) {
        try {
            return input.toAbsolutePath()
                            .normalize()
                            .equals(file.toAbsolutePath().normalize())
                    || Files.isSameFile(input, file); // behind a link
        } catch (IOException missing) { // then it is none
            return false;
        }
    }
}
