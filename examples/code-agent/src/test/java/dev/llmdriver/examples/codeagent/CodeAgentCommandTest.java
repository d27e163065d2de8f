package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command writes accepted pages and says by its exit code why it wrote none. */
class CodeAgentCommandTest {
    private static final String BAD = Pages.with("", "eval('1')");

    @TempDir
    private Path folder;

    private final ScriptDriver driver = new ScriptDriver();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path file() {
        return folder.resolve("page.html");
    }

    private int run(String... args) {
        return run(driver.configuration(folder), args);
    }

    private int run(LlmClientBuilder configuration, String... args) {
        return CodeAgentCommand.commandLine(() -> configuration)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    /** From the command line over a real driver and HTTP to the file, with one repair. */
    @Test
    void aPageIsWritten() throws IOException {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start()) {
            twin.enqueue(TwinAnswer.of(BAD), TwinAnswer.of(Pages.GOOD));
            LlmClientBuilder configuration = LlmClient.builder()
                    .environment(Map.of())
                    .systemProperties(Map.of())
                    .workingFolder(folder)
                    .property("llm.huggingface.base-url", twin.v1().toString())
                    .property("llm.huggingface.api-key", "hf_example");
            int code = run(configuration, "-m", "huggingface:openai/gpt-oss-20b", "-o", file().toString(), "a page");
            assertThat(err.toString()).contains("repairs: 1, attempts: 2; accepted");
            assertThat(code).isZero();
            twin.assertScriptUsed();
        }
        assertThat(out.toString()).isEqualToIgnoringNewLines(file().toString());
        assertThat(Files.readString(file())).isEqualTo(ContentPolicy.add(Pages.GOOD));
    }

    @Test
    void aRefusedPageIsNotWritten() throws IOException {
        Files.writeString(file(), "old");
        driver.model.enqueue(ScriptedAnswer.of(BAD), ScriptedAnswer.of(BAD));
        assertThat(run("--repairs", "1", "-o", file().toString(), "a page")).isEqualTo(3);
        assertThat(err.toString()).contains("refused:", "line 7, column 1: 'eval'", "nothing is written");
        assertThat(file()).hasContent("old");
        driver.model.assertComplete();
    }

    @Test
    void noAnswerIsSaid() {
        driver.model.enqueue(ScriptedAnswer.failing(ErrorKind.AUTHENTICATION));
        assertThat(run("-o", file().toString(), "a page")).isEqualTo(1);
        assertThat(err.toString()).startsWith("error: authentication: ");
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFolderThatVanishesIsSaid() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        driver.model.answers(request -> {
            delete(gone);
            return ScriptedAnswer.of(Pages.GOOD);
        });
        assertThat(run("-o", gone.resolve("page.html").toString(), "a page")).isEqualTo(4);
        assertThat(err.toString()).contains("could not be written to " + gone.resolve("page.html"));
    }

    @Test
    void wrongUseIsSaidBeforeAnybodyIsAsked() {
        assertThat(run("-o", folder.resolve("no/such/page.html").toString(), "a page"))
                .isEqualTo(2);
        assertThat(run("-o", folder.toString(), "a page")).isEqualTo(2);
        assertThat(run("-o", file().toString(), " ")).isEqualTo(2);
        assertThat(run("--repairs", "-1", "-o", file().toString(), "a page")).isEqualTo(2);
        assertThat(run("-o", file().toString(), "-m", "nobody:x", "a page")).isEqualTo(2);
        assertThat(driver.model.requests()).isEmpty();
        assertThat(err.toString()).contains("name a file in a folder that is there", "the prompt is empty", "nobody");
        assertThat(err.toString()).hasLineCount(5);
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
