package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.LlmProcess.exitCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a fresh process loads until its first answer, and that it ends after its last. */
@Timeout(120)
class StartTest {
    /** Needed by some calls only, so not by a plain one. */
    private static final List<String> LATER = List.of(
            "com.fasterxml.jackson.databind.",
            "com.github.victools.",
            "com.networknt.",
            "com.fasterxml.classmate.",
            "com.github.benmanes.caffeine.",
            "io.github.bucket4j.",
            "io.github.resilience4j.",
            "org.jline.",
            "dev.llmdriver.server.");

    private static final String ONE_ANSWER = "dev.llmdriver.cli.internal.OneAnswer";

    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start();
        twin.enqueue(HuggingFaceDialect.ROUTER.stream(
                TwinAnswer.builder().pieces("One ", "two ", "three").build()));
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void aProgramLoadsNothingThatItsCallDoesNotNeedAndEndsByItself() throws Exception {
        assertThat(answer(ONE_ANSWER, "huggingface", "twin/echo", twin.v1().toString()))
                .isEqualTo("One two three");
        assertThat(loaded()).contains("dev.llmdriver.http.SseDecoder").noneMatch(StartTest::isForLater);
    }

    @Test
    void soDoesTheCommand() throws Exception {
        String answer = answer(
                "dev.llmdriver.cli.Main",
                "chat",
                "-m",
                "huggingface:twin/echo",
                "-P",
                "base-url=" + twin.v1(),
                "-P",
                "api-key=hf_test",
                "-o",
                "connect-timeout=60s",
                "Hello");
        assertThat(answer).startsWith("One two three");
        assertThat(loaded()).contains("dev.llmdriver.http.SseDecoder").noneMatch(StartTest::isForLater);
    }

    /** Its requests are trees, but what maps beans would be 300 classes more. */
    @Test
    void geminiNeedsNoMapperEither() throws Exception {
        try (GeminiTwin gemini = GeminiTwin.start()) {
            gemini.enqueue(TwinAnswer.of("One"));
            assertThat(answer(
                            ONE_ANSWER,
                            "gemini",
                            "gemini-2.5-flash",
                            gemini.v1beta().toString()))
                    .isEqualTo("One");
        }
        assertThat(loaded())
                .contains("com.fasterxml.jackson.databind.node.ObjectNode")
                .noneMatch(name -> name.startsWith("com.fasterxml.jackson.databind.ObjectMapper"))
                .noneMatch(name -> name.startsWith("com.fasterxml.jackson.databind.ser."));
    }

    private static boolean isForLater(String name) {
        return LATER.stream().anyMatch(name::startsWith);
    }

    private String answer(String main, String... args) throws IOException, InterruptedException {
        LlmProcess java = new LlmProcess(folder);
        Process process = java.start(List.of("-Xlog:class+load:file=loaded:none"), main, args);
        try {
            assertThat(exitCode(process)).as(java.errors()).isZero();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> loaded() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("loaded"))) {
            return lines.map(line -> line.replaceFirst(" .*", "")).toList();
        }
    }
}
