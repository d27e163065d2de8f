package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model, a server or a file says must not command the terminal that shows it. */
class TerminalTest {
    /** Sets the title, writes the clipboard, clears the screen, answers back; with ESC and with the controls of eight bits. */
    private static final String COMMANDS =
            "\u001b]0;title\u0007\u001b]52;c;ZXZpbA==\u0007\u009b2J\u009d52;c;ZXZpbA==\u009c\u001b[6n\r\b\u007f";

    private static final String CONTROL = "[\\p{gc=Cc}&&[^\\n]]";

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder).terminals(false, true, true);
        cli.environment.put("NO_COLOR", "1"); // so that every command is a foreign one
    }

    @Test
    void answerAndReasoning() {
        cli.driver.events = List.of(
                new ChatEvent.ReasoningDelta(0, "hmm" + COMMANDS),
                new ChatEvent.TextDelta(1, "split \u001b"),
                new ChatEvent.TextDelta(1, "]0;over two\u0007 deltas" + COMMANDS));
        assertThat(cli.chat("hi")).isZero();
        assertThat(cli.out()).contains("hmm", "split ]0;over two deltas").doesNotContainPattern(CONTROL);
    }

    @Test
    void onlyOwnColours() {
        cli.environment.clear();
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "# head" + COMMANDS + "\n**bold" + COMMANDS + "**"));
        assertThat(cli.chat("hi")).isZero();
        assertThat(cli.out().replaceAll("\u001b\\[[0-9]+m", "")).doesNotContainPattern(CONTROL);
    }

    @Test
    void errors() {
        cli.driver.failure = LlmException.builder(ErrorKind.SERVER_ERROR, "said " + COMMANDS + "\n so")
                .excerpt("body " + COMMANDS)
                .code("code" + COMMANDS)
                .requestId("id" + COMMANDS);
        assertThat(cli.chat("--verbose", "hi")).isEqualTo(6);
        assertThat(cli.err()).contains("said ", " so", "body ", "code", "id").doesNotContainPattern(CONTROL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void namesOfModels(String format) {
        cli.driver.models = List.of(ModelInfo.builder("org/a" + COMMANDS).build());
        String[] plain = {"models", "-m", "scripted"};
        assertThat(format.isEmpty() ? cli.run(plain) : cli.run("models", "-m", "scripted", format))
                .isZero();
        assertThat(cli.out()).contains("org/a").doesNotContainPattern(CONTROL);
    }

    @Test
    void whatIsConfigured() throws IOException {
        String commands = "\\u001b]0;title\\u0007\\u009b2J";
        Files.writeString(
                folder.resolve("llm.properties"),
                "llm.model=scripted:one" + commands + "\nllm.models.odd.model=scripted:two" + commands);
        assertThat(cli.run("doctor")).isZero();
        assertThat(cli.out()).contains("scripted:one", "odd = scripted:two").doesNotContainPattern(CONTROL);
    }

    @Test
    void whatWouldBeSent() throws IOException {
        Files.writeString(folder.resolve("notes"), "notes" + COMMANDS);
        assertThat(cli.withInstalledDrivers()
                        .run("explain", "-m", "huggingface:a/b", "-P", "api-key=hf_k", "-f", "notes", "hi" + COMMANDS))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).contains("notes").doesNotContainPattern(CONTROL);
    }

    @Test
    void jsonKeepsWhatItEscapes() {
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, COMMANDS));
        assertThat(cli.chat("--json", "hi")).isZero();
        assertThat(cli.out()).contains("\\u009b2J").doesNotContainPattern(CONTROL);
    }
}
