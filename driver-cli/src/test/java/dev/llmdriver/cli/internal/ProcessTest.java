package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, a closed pipe, and that it ends at once. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start();
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    private Process llm(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("dev.llmdriver.cli.Main");
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectError(errors());
        return builder.start();
    }

    private File errors() {
        return folder.resolve("stderr").toFile();
    }

    private Process chat(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("chat", "-m", "huggingface:twin/echo"));
        args.addAll(List.of("-P", "base-url=" + twin.v1(), "-P", "api-key=hf_test"));
        args.addAll(List.of(more));
        args.add("Hello");
        return llm(args.toArray(String[]::new));
    }

    private static Reply stalledAfterTwoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    /** So that it cannot all be written, however late the reader leaves. */
    private static Reply longerThanAPipe() {
        String[] words = Collections.nCopies(2000, "word ".repeat(100)).toArray(String[]::new);
        return HuggingFaceDialect.ROUTER.stream(
                TwinAnswer.builder().pieces(words).build());
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        Path status = Path.of("/proc", "" + process.pid(), "status");
        if (Files.exists(status)) { // under nohup or behind '&' a process ignores the signal, and its children too
            long ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
            assumeThat(ignored & 2).as("SIGINT is ignored here").isZero();
        }
        new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return process.exitValue();
    }

    @Test
    void ctrlCBetweenTokensClosesTheConnectionAndExits130() throws Exception {
        twin.enqueue(stalledAfterTwoWords());
        Process process = chat();
        assertThat(new String(process.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
                .isEqualTo("One ");
        interrupt(process);
        twin.requests().get(0).awaitClosedByClient(PATIENCE);
        assertThat(exitCode(process)).isEqualTo(130);
        assertThat(Files.readString(errors().toPath()))
                .startsWith("error: cancelled: ")
                .hasLineCount(1);
    }

    @Test
    void ctrlCBeforeTheFirstTokenClosesTheConnectionAndExits130() throws Exception {
        twin.enqueue(Reply.silence());
        Process process = chat("--no-stream", "--json");
        twin.takeRequest(PATIENCE);
        interrupt(process);
        twin.requests().get(0).awaitClosedByClient(PATIENCE);
        assertThat(exitCode(process)).isEqualTo(130);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("{\"error\":{\"kind\":\"cancelled\"");
    }

    @Test
    void aReaderThatLeavesEndsTheExchangeQuietly() throws Exception {
        twin.enqueue(longerThanAPipe());
        Process process = chat();
        try (InputStream answer = process.getInputStream()) {
            answer.readNBytes(4);
        }
        assertThat(exitCode(process)).isEqualTo(141);
        assertThat(Files.readString(errors().toPath())).isEmpty();
    }

    @Test
    void theDemoAnswersAndTheProcessEndsAtOnce() throws Exception {
        Process process = llm("chat", "-m", "demo:assistant", "-P", "pace=1ms", "Hello");
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(exitCode(process)).isZero();
        assertThat(answer).startsWith("Hello! I am the demo");
        assertThat(Files.readString(errors().toPath())).isEmpty();
    }
}
