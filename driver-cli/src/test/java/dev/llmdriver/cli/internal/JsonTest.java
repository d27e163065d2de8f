package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of {@code --json}, to the letter: scripts rely on them. */
class JsonTest {
    private static final ModelRef REF = ModelRef.parse("scripted:m");

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    @Test
    void theLeastAnswer() {
        assertThat(cli.chat("--json", "hi")).isZero();
        assertThat(cli.out())
                .isEqualTo("{\"ref\":\"scripted:m\",\"model\":\"m\",\"text\":\"Hello\",\"reasoning\":\"\","
                        + "\"toolCalls\":[],\"finishReason\":\"stop\",\"warnings\":[],\"attempts\":[]}\n");
    }

    @Test
    void aFullAnswer() {
        cli.driver.events = List.of(
                new ChatEvent.ReasoningDelta(0, "hmm"),
                new ChatEvent.TextDelta(1, "a\n\"b\""),
                new ChatEvent.ToolCallReady(2, ToolCall.of("c1", "weather", "{\"city\": \"Rome\"}")));
        cli.driver.finish = answer -> answer.servedModel("org/m-real")
                .finishReason(new FinishReason(FinishReason.Kind.TOOL_CALLS, "tool_calls"))
                .usage(Usage.builder()
                        .input(3)
                        .output(4)
                        .total(7)
                        .cachedInput(1)
                        .reasoning(2)
                        .build())
                .warning(new Warning("dropped", "topK", "topK: not sent"))
                .attempts(List.of(
                        attempt(1, Attempt.Purpose.FIRST)
                                .status(429)
                                .error(ErrorKind.RATE_LIMITED)
                                .build(),
                        attempt(2, Attempt.Purpose.RETRY)
                                .waited(Duration.ofSeconds(1))
                                .status(200)
                                .requestId("r-2")
                                .build()));
        String expected = "{\"ref\":\"scripted:m\",\"model\":\"org/m-real\",\"text\":\"a\\n\\\"b\\\"\","
                + "\"reasoning\":\"hmm\","
                + "\"toolCalls\":[{\"id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Rome\\\"}\"}],"
                + "\"finishReason\":\"tool_calls\","
                + "\"usage\":{\"input\":3,\"output\":4,\"total\":7,\"cachedInput\":1,\"reasoning\":2},"
                + "\"warnings\":[{\"code\":\"dropped\",\"field\":\"topK\",\"message\":\"topK: not sent\"}],"
                + "\"attempts\":[{\"number\":1,\"ref\":\"scripted:m\",\"purpose\":\"first\",\"status\":429,"
                + "\"error\":\"rate_limited\",\"waitedMs\":0,\"durationMs\":20},"
                + "{\"number\":2,\"ref\":\"scripted:m\",\"purpose\":\"retry\",\"status\":200,\"waitedMs\":1000,"
                + "\"durationMs\":20,\"requestId\":\"r-2\"}]}\n";
        cli.chat("--json", "hi");
        assertThat(cli.out()).isEqualTo(expected);
        Cli unary = new Cli(folder);
        unary.driver.events = cli.driver.events;
        unary.driver.finish = cli.driver.finish;
        unary.chat("--json", "--no-stream", "hi");
        assertThat(unary.out()).isEqualTo(expected);
    }

    private static Attempt.Builder attempt(int number, Attempt.Purpose purpose) {
        return Attempt.builder(number, REF, Instant.EPOCH).purpose(purpose).duration(Duration.ofMillis(20));
    }

    @Test
    void anErrorWithEverything() {
        cli.driver.failure = LlmException.builder(ErrorKind.RATE_LIMITED, "slow down")
                .reason("daily")
                .status(429)
                .code("too_many")
                .retryAfter(Duration.ofMillis(1500));
        assertThat(cli.chat("--json", "hi")).isEqualTo(5);
        assertThat(cli.out())
                .isEqualTo("{\"error\":{\"kind\":\"rate_limited\",\"reason\":\"daily\",\"type\":\"RateLimitException\","
                        + "\"status\":429,\"code\":\"too_many\",\"message\":\"slow down\",\"retryAfterMs\":1500,"
                        + "\"advice\":\"wait_then_retry\",\"phase\":\"local\",\"partial\":{\"text\":\"Hello\"}}}\n");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void misuseIsAnObjectToo() {
        assertThat(cli.run("chat", "--json", "--nonsense")).isEqualTo(2);
        assertThat(cli.out())
                .isEqualTo("{\"error\":{\"kind\":\"configuration\",\"reason\":\"usage\","
                        + "\"type\":\"ConfigurationException\","
                        + "\"message\":\"unknown option '--nonsense'; see llm chat --help\","
                        + "\"advice\":\"stop\",\"phase\":\"local\"}}\n");
    }

    @Test
    void vectors() {
        assertThat(cli.run("embed", "-m", "scripted:m", "a", "bcd")).isZero();
        assertThat(cli.out())
                .isEqualTo("{\"ref\":\"scripted:m\",\"model\":\"m\",\"vectors\":[[1.0,0.5],[3.0,0.5]],"
                        + "\"warnings\":[],\"attempts\":[]}\n");
    }
}
