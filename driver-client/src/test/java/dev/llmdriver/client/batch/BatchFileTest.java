package dev.llmdriver.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Batches from file to file, on a real file system. */
@Timeout(60)
class BatchFileTest {
    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private final HoldingModel model = new HoldingModel(5, 2);

    @BeforeEach
    void input() throws IOException {
        in = folder.resolve("in");
        out = folder.resolve("out");
        Files.writeString(in, "a\nb\n\n  \r\nc\r\nd");
    }

    private BatchFileBuilder batch() {
        return BatchFile.builder(in, out, new TextFormat(model)).concurrency(2);
    }

    private BatchReport run(BatchFileBuilder builder) {
        try (BatchFile batch = builder.open()) {
            BatchReport before = batch.report();
            model.expect(before.total() - before.done());
            return batch.run();
        }
    }

    private LlmException refused() {
        return catchThrowableOfType(LlmException.class, () -> batch().open().close());
    }

    @Test
    void linesAreAnsweredInOrderAndBlankOnesLeftOut() throws IOException {
        List<Integer> told = new ArrayList<>();
        BatchReport report = run(batch().listener(line -> told.add(line.number())));
        assertThat(report).isEqualTo(new BatchReport(4, 4, 0, List.of(), 0, ""));
        assertThat(out).hasContent("1 answer re a\n2 answer re b\n5 answer re c\n6 answer re d\n");
        assertThat(told).containsExactlyInAnyOrder(1, 2, 5, 6);
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
        assertThat(run(batch()).isComplete()).isTrue();
        assertThat(model.asked.values()).as("the second run has nothing to do").containsOnly(1);
    }

    @Test
    void whatCannotBeReadIsAFailureThatIsNotSent() throws IOException {
        Files.writeString(in, "\uFEFFa\nunreadable\n\u00e4\nd\n");
        Files.write(in, new byte[] {(byte) 0xC3, '\n'}, StandardOpenOption.APPEND);
        model.expect(3);
        try (BatchFile batch = batch().open()) {
            BatchReport report = batch.run();
            assertThat(report.failed()).isEqualTo(2);
            assertThat(report.firstFailure()).isEqualTo("invalid_request");
        }
        assertThat(out)
                .hasContent("1 answer re a\n2 failure invalid_request\n3 answer re \u00e4\n4 answer re d\n"
                        + "5 failure invalid_request\n");
        assertThat(Files.readString(folder.resolve("out.journal")))
                .doesNotContain("sent 2")
                .doesNotContain(" 5");
    }

    @Test
    void failuresAreAskedAgainWhenThatIsAskedFor() {
        model.failing.add("b");
        BatchReport first = run(batch());
        assertThat(first.firstFailure()).isEqualTo("overloaded");
        model.failing.clear();
        assertThat(run(batch()).failed()).as("not by itself").isEqualTo(1);
        BatchReport second = run(batch().retryFailed(true));
        assertThat(second).isEqualTo(new BatchReport(4, 4, 0, List.of(), 0, ""));
        assertThat(model.asked).containsEntry("b", 2).containsEntry("a", 1);
        assertThat(out).hasContent("1 answer re a\n2 answer re b\n5 answer re c\n6 answer re d\n");
    }

    @Test
    void anotherInputIsRefused() throws IOException {
        run(batch());
        Files.writeString(in, "a\nb\n\n  \r\nc\r\nX");
        LlmException changed = refused();
        assertThat(changed.kind()).isEqualTo(ErrorKind.CONFIGURATION);
        assertThat(changed.reason()).isEqualTo("input_changed");
        assertThat(changed).hasMessageContaining("with other content");
        Files.writeString(in, "a\n");
        assertThat(refused()).hasMessageContaining("4 lines, 13 bytes then, 1 lines, 2 bytes now");
    }

    @Test
    void aSecondOneOnTheSameOutputIsRefused() {
        try (BatchFile first = batch().open()) {
            assertThat(refused().reason()).isEqualTo("locked");
            model.expect(4);
            assertThat(first.run().isComplete()).isTrue();
        }
        assertThat(run(batch()).isComplete()).isTrue();
    }

    /** Closing any channel of a file gives up the locks that the whole process has on it, on most systems. */
    @Test
    void aRefusalHereLeavesTheLockAgainstOtherProcesses() throws Exception {
        try (BatchFile first = batch().open()) {
            assertThat(lockedForOthers()).isTrue();
            assertThat(refused().reason()).isEqualTo("locked");
            assertThat(lockedForOthers()).as("after a refusal").isTrue();
            assertThat(first.report().done()).isZero();
        }
        assertThat(lockedForOthers()).isFalse();
    }

    private boolean lockedForOthers() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        folder.resolve("out.journal").toString())
                .inheritIO()
                .start();
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return other.exitValue() == LockProbe.LOCKED;
    }

    @Test
    void whatIsNoBatchIsLeftAlone() throws IOException {
        Files.writeString(out, "my diary\n");
        assertThat(refused().reason()).isEqualTo("foreign_output");
        Path journal = Files.writeString(folder.resolve("out.journal"), "another diary\nof two lines\n");
        assertThat(refused()).hasMessageContaining("line 1 of").hasMessageContaining("damaged, and not by a crash");
        assertThat(out).hasContent("my diary\n");
        assertThat(journal).hasContent("another diary\nof two lines\n");
        Files.writeString(journal, "another diary, of one line");
        assertThat(refused()).hasMessageContaining("line 1 of").hasMessageContaining("damaged, and not by a crash");
        assertThat(journal).hasContent("another diary, of one line");
        Files.delete(journal);
        Files.delete(out);
        run(batch());
        Files.writeString(out, "my diary\n");
        assertThat(refused().reason()).isEqualTo("file");
        assertThat(out).hasContent("my diary\n");
    }

    @Test
    void inputAndOutputAreTwoFilesAndTheInputIsThere() throws IOException {
        out = in;
        assertThat(refused().reason()).isEqualTo("same_file");
        out = folder.resolve("out");
        Files.delete(in);
        assertThat(refused()).hasMessageContaining("there is no file").hasMessageContaining("in");
        assertThat(out).doesNotExist();
    }

    @Test
    void theInputIsNotTakenForAFileOfTheBatchItself() throws IOException {
        for (String beside : List.of("out.tmp", "out.journal")) {
            in = Files.writeString(folder.resolve(beside), "a");
            assertThat(refused().reason()).isEqualTo("same_file");
            assertThat(in).hasContent("a");
            Files.delete(in);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPipeIsNoInputForItIsReadTwice() throws Exception {
        in = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", in.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try (FileChannel pipe = FileChannel.open(in, StandardOpenOption.WRITE)) {
                pipe.write(ByteBuffer.wrap(new byte[] {'a', '\n'}));
            } catch (IOException nobodyReads) {
                // as it should be
            }
        });
        writer.start();
        try {
            assertThat(refused()).hasMessageContaining("a batch reads its input twice");
        } finally {
            writer.join(30_000);
        }
        assertThat(folder.resolve("out.journal")).doesNotExist();
    }

    @Test
    void theInputIsKnownBehindALinkToo() throws IOException {
        Path there = Files.writeString(folder.resolve("out.tmp"), "a");
        in = Files.createSymbolicLink(folder.resolve("link"), there);
        assertThat(refused().reason()).isEqualTo("same_file");
        assertThat(there).hasContent("a");
    }

    @Test
    void aResultOfALineThatTheInputCannotHaveIsDamage() throws IOException {
        for (int line : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 1_000}) {
            in = Files.writeString(folder.resolve("in" + line), "a\n");
            out = folder.resolve("out" + line);
            model.expect(1);
            try (BatchFile batch = batch().open()) {
                assertThat(batch.run().isComplete()).isTrue();
            }
            Files.writeString(out, line + " answer re a\n");
            assertThat(refused()).hasMessageContaining("line 1 of").hasMessageContaining("damaged, and not by a crash");
            Files.writeString(out, "1 answer re a\n");
            assertThat(run(batch()).isComplete()).as("nothing was left open").isTrue();
        }
    }

    @Test
    void anAbortedBatchGoesOnWhereItWasAndListsWhatWasUnderWay() {
        OpenCalls open = new OpenCalls();
        BatchFileBuilder builder =
                BatchFile.builder(in, out, new TextFormat(open)).concurrency(2);
        BatchReport stopped;
        try (BatchFile batch = builder.open()) {
            batch.abort(); // before it begins
            stopped = batch.run();
        }
        assertThat(stopped).isEqualTo(new BatchReport(4, 0, 0, List.of(), 0, ""));
        try (BatchFile batch = builder.listener(line -> batch(line)).open()) {
            running = batch;
            open.whenOpen("b", () -> open.answer("a"));
            stopped = batch.run();
        }
        assertThat(stopped).isEqualTo(new BatchReport(4, 1, 0, List.of(2), 0, ""));
        assertThat(run(batch())).isEqualTo(new BatchReport(4, 4, 0, List.of(), 1, ""));
        assertThat(out).hasContent("1 answer re a\n2! answer re b\n5 answer re c\n6 answer re d\n");
    }

    private BatchFile running;

    private void batch(BatchLine first) {
        assertThat(first.number()).isEqualTo(1);
        running.abort();
    }

    @Test
    void anInterruptAbortsAndKeepsItsFlag() throws Exception {
        OpenCalls open = new OpenCalls();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<BatchReport> report = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try (BatchFile batch = BatchFile.builder(in, out, new TextFormat(open))
                    .concurrency(2)
                    .open()) {
                report.complete(batch.run());
                flag.complete(Thread.currentThread().isInterrupted());
                boolean cleared = Thread.interrupted(); // closing a file would fail
                assertThat(cleared).isTrue();
            } catch (RuntimeException failed) {
                report.completeExceptionally(failed);
            }
        });
        open.whenOpen("b", () -> asked.complete(null));
        runner.start();
        asked.get(30, TimeUnit.SECONDS);
        runner.interrupt();
        try {
            assertThat(report.get(30, TimeUnit.SECONDS).done()).isZero();
            assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            runner.join(30_000);
        }
    }
}
