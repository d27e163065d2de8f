package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code llm chat} prints, and where. */
class ChatTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    private ChatRequest asked() {
        return cli.driver.requests.get(0);
    }

    @Test
    void theAnswerIsOnStandardOutputAloneAndEndsItsLine() {
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "Hel"), new ChatEvent.TextDelta(0, "lo"));
        assertThat(cli.chat("say", "hello")).isZero();
        assertThat(cli.out()).isEqualTo("Hello\n");
        assertThat(cli.err()).isEmpty();
        assertThat(asked().messages().get(0).text()).isEqualTo("say hello");
    }

    @Test
    void anAnswerThatEndsItsLineGetsNoSecondEnd() {
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "Hello\n"));
        cli.chat("hi");
        assertThat(cli.out()).isEqualTo("Hello\n");
    }

    @Test
    void charactersSplitOverTwoDeltasStayWhole() {
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "\ud83d"), new ChatEvent.TextDelta(0, "\ude00"));
        cli.chat("hi");
        assertThat(cli.out()).isEqualTo("\ud83d\ude00\n");
    }

    @Test
    void withoutStreamTheSameTextComes() {
        assertThat(cli.chat("--no-stream", "hi")).isZero();
        assertThat(cli.out()).isEqualTo("Hello\n");
    }

    @Test
    void inAPipeTextIsLeftAsItIsAndReasoningIsLeftOut() {
        cli.driver.events =
                List.of(new ChatEvent.ReasoningDelta(0, "hmm"), new ChatEvent.TextDelta(1, "**a** \u001b[2J"));
        cli.chat("hi");
        assertThat(cli.out()).isEqualTo("**a** \u001b[2J\n");
    }

    @Test
    void onATerminalReasoningIsDimMarkdownIsStyledAndControlsAreGone() {
        cli.driver.events =
                List.of(new ChatEvent.ReasoningDelta(0, "hmm"), new ChatEvent.TextDelta(1, "**a** \u001b[2J"));
        cli.onTerminal().chat("hi");
        assertThat(cli.out()).isEqualTo("\u001b[2mhmm\u001b[0m\n\n\u001b[0m\u001b[1ma\u001b[0m [2J\n");
    }

    @Test
    void onATerminalAnAnswerThatBreaksOffKeepsWhatWasHeldBackAndColoursNothingElse() {
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "**bold *"));
        cli.driver.failure = LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut");
        assertThat(cli.onTerminal().chat("hi")).isEqualTo(7);
        assertThat(cli.out()).isEqualTo("\u001b[0m\u001b[1mbold *\u001b[0m\n");
    }

    @Test
    void noColorIsHonoured() {
        cli.environment.put("NO_COLOR", "1");
        cli.driver.events = List.of(new ChatEvent.TextDelta(0, "**a**"));
        cli.onTerminal().chat("hi");
        assertThat(cli.out()).isEqualTo("**a**\n");
    }

    @Test
    void toolCallsShowAsLines() {
        cli.driver.events =
                List.of(new ChatEvent.ToolCallReady(0, ToolCall.of("c1", "weather", "{\"city\":\"Rome\"}")));
        assertThat(cli.chat("hi")).isZero();
        assertThat(cli.out()).isEqualTo("tool call weather {\"city\":\"Rome\"}\n");
    }

    @Test
    void warningsAndACutAnswerAreToldOnStandardError() {
        cli.driver.finish = answer -> answer.warning(new Warning("dropped", "topK", "topK: not sent"))
                .finishReason(new FinishReason(FinishReason.Kind.LENGTH, "length"));
        cli.chat("hi");
        assertThat(cli.out()).isEqualTo("Hello\n");
        assertThat(cli.err()).isEqualTo("""
                warning: topK: not sent
                warning: the answer was cut at the limit of tokens; raise it with -o max-tokens=…
                """);
    }

    @Test
    void verboseSaysWhoServed() {
        cli.driver.finish = answer -> answer.servedBy("together").servedModel("real");
        cli.chat("--verbose", "hi");
        assertThat(cli.err()).startsWith("served by together, model real, ");
    }

    @Test
    void aStreamThatBreaksKeepsWhatArrived() {
        cli.driver.failure = LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut");
        assertThat(cli.chat("hi")).isEqualTo(7);
        assertThat(cli.out()).isEqualTo("Hello\n");
        assertThat(cli.err()).isEqualTo("error: stream_interrupted: cut\n");
    }

    @ParameterizedTest
    @CsvSource({
        "BACKOFF, before the next try",
        "RETRY_AFTER, 'until the provider is ready, as it said'",
        "LIMITER, until a limit of this configuration admits more",
        "COLD_START, while the provider loads the model",
        "QUEUE, in the provider's queue",
    })
    void waitsAreToldInWords(ChatEvent.WaitReason reason, String words) {
        cli.driver.events = List.of(
                ChatEvent.Waiting.of(reason, Duration.ZERO).withEstimate(Duration.ofMillis(3100)),
                new ChatEvent.TextDelta(0, "Hello"));
        cli.onTerminal().chat("hi");
        assertThat(cli.err()).startsWith("waiting: " + words + ", about 3.1 s\n");
        assertThat(cli.out()).isEqualTo("Hello\n");
    }

    @Test
    void waitsOfAWholeAnswerAreToldToo() {
        cli.environment.put("LLM_RETRY_DELAYS", "1ms");
        cli.driver.failure = LlmException.builder(ErrorKind.OVERLOADED, "busy");
        cli.onTerminal().chat("--no-stream", "hi");
        assertThat(cli.err()).isEqualTo("waiting: before the next try, about 0.0 s\nerror: overloaded: busy\n");
    }

    @Test
    void verboseAddsTheCauses() {
        cli.driver.failure = LlmException.builder(ErrorKind.CONNECT_FAILED, "nobody\nlistens")
                .status(502)
                .cause(new IOException("refused"));
        cli.chat("--verbose", "--no-stream", "-o", "max-attempts=1", "hi");
        assertThat(cli.err()).isEqualTo("""
                error: connect_failed: nobody listens
                  phase local, status 502, attempts 0
                  caused by IOException: refused
                """);
    }

    @Test
    void aReaderThatLeavesIsNothingToTalkAbout() {
        cli.writingTo(failing("Broken pipe"));
        assertThat(cli.chat("hi")).isEqualTo(141);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void helpThatNobodyCanReadLeavesNoStackTrace() {
        cli.writingTo(failing("Broken pipe"));
        assertThat(cli.run("chat", "--help")).isEqualTo(141);
        assertThat(cli.err()).isEmpty();
        Cli full = new Cli(folder).writingTo(failing("No space left on device"));
        assertThat(full.run("--help")).isEqualTo(2);
        assertThat(full.err())
                .isEqualTo("error: configuration: cannot write to standard output: No space left on device;"
                        + " check where it is redirected to\n");
    }

    @Test
    void aFullDiskIs() {
        cli.writingTo(failing("No space left on device"));
        assertThat(cli.chat("hi")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo("error: configuration: cannot write to standard output: No space left on device;"
                        + " check where it is redirected to\n");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void aPipeOrADashIsThePrompt() {
        cli.input("from a pipe\n").chat();
        assertThat(asked().messages().get(0).text()).isEqualTo("from a pipe");
        Cli dash = new Cli(folder);
        dash.input("dash").terminals(true, false, false).chat("-");
        assertThat(dash.driver.requests.get(0).messages().get(0).text()).isEqualTo("dash");
    }

    @Test
    void anEmptyPromptIsRefusedBeforeAnythingIsOpened() {
        assertThat(cli.chat("  ")).isEqualTo(2);
        assertThat(cli.err()).startsWith("error: invalid_request: the prompt is empty;");
        assertThat(cli.driver.opened).isEmpty();
        assertThat(new Cli(folder).input("\n").chat()).isEqualTo(2);
    }

    @Test
    void binaryInputIsRefused() {
        assertThat(cli.input(new byte[] {(byte) 0xff, 0, 1}).chat()).isEqualTo(2);
        assertThat(cli.err()).startsWith("error: invalid_request: standard input is not text in UTF-8;");
    }

    @Test
    void aConversationRemembersAndGoesOnAfterAFailure() {
        cli.input("one\ntwo \\\nlines\n\n/quit\nnever\n");
        assertThat(cli.chat("-i", "-s", "be kind", "zero")).isZero();
        assertThat(cli.driver.requests).hasSize(3);
        assertThat(cli.driver.requests.get(2).messages())
                .extracting(message -> message.role() + " " + message.text())
                .containsExactly(
                        "SYSTEM be kind",
                        "USER zero",
                        "ASSISTANT Hello",
                        "USER one",
                        "ASSISTANT Hello",
                        "USER two \nlines");
    }

    @Test
    void aConversationHasNoJson() {
        assertThat(cli.chat("-i", "--json")).isEqualTo(2);
        assertThat(cli.out()).startsWith("{\"error\":{\"kind\":\"configuration\",\"reason\":\"usage\"");
    }
}
