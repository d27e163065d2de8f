package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.LlmProcess.PATIENCE;
import static dev.llmdriver.cli.internal.LlmProcess.exitCode;
import static dev.llmdriver.cli.internal.LlmProcess.interrupt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
        return new LlmProcess(folder).start(args);
    }

    private String errors() throws IOException {
        return new LlmProcess(folder).errors();
    }

    private Process chat(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("chat", "-m", "huggingface:twin/echo"));
        args.addAll(List.of("-P", "base-url=" + twin.v1(), "-P", "api-key=hf_test", "-o", "connect-timeout=60s"));
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

    @Test
    void librariesPrintNothing() throws Exception {
        Files.writeString(folder.resolve("llm.properties"), "llm.breaker.window=4\n");
        Process process = llm("chat", "-m", "demo:assistant", "Hello");
        process.getInputStream().readAllBytes();
        assertThat(exitCode(process)).isZero();
        assertThat(errors()).isEmpty();
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
        assertThat(errors()).startsWith("error: cancelled: ").hasLineCount(1);
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
        assertThat(errors()).isEmpty();
    }

    @Test
    void theLibrariesOfTheBreakerSayNothing() throws Exception {
        Files.writeString(folder.resolve("llm.properties"), "llm.breaker.window=1\nllm.retry.max-attempts=1\n");
        twin.enqueue(HuggingFaceErrors.badGateway());
        assertThat(exitCode(chat())).isEqualTo(6);
        assertThat(errors()).startsWith("error: server_error: ").hasLineCount(1);
    }

    @Test
    void theDemoAnswersAndTheProcessEndsAtOnce() throws Exception {
        Process process = llm("chat", "-m", "demo:assistant", "-P", "pace=1ms", "Hello");
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(exitCode(process)).isZero();
        assertThat(answer).startsWith("Hello! I am the demo");
        assertThat(errors()).isEmpty();
    }
}
