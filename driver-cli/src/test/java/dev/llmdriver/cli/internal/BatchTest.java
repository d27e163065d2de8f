package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code llm batch} inside the process: how lines are spelled, and what is told. */
@Timeout(60)
class BatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void start() {
        cli = new Cli(folder);
    }

    private int batch(String input, String... more) throws IOException {
        Files.writeString(folder.resolve("in"), input);
        String[] args =
                java.util.Arrays.copyOf(new String[] {"batch", "in", "out", "-m", "scripted:m"}, 5 + more.length);
        System.arraycopy(more, 0, args, 5, more.length);
        return cli.run(args);
    }

    private JsonNode result(int index) throws IOException {
        return JSON.readTree(Files.readAllLines(folder.resolve("out")).get(index));
    }

    private ChatRequest asked(String line) throws IOException {
        assertThat(batch(line)).as(line).isZero();
        return cli.driver.requests.get(0);
    }

    @Test
    void anAnswerIsWhatJsonShowsWithIdAndLineInFront() throws IOException {
        cli.driver.finish = answer -> answer.usage(Usage.of(3, 2));
        assertThat(batch("{\"prompt\":\"Hi\",\"id\":{\"a\":[7]}}\n{\"prompt\":\"Ho\"}\n"))
                .isZero();
        assertThat(Files.readString(folder.resolve("out")))
                .isEqualTo("{\"id\":{\"a\":[7]},\"line\":1,\"ref\":\"scripted:m\",\"model\":\"m\",\"text\":\"Hello\","
                        + "\"reasoning\":\"\",\"toolCalls\":[],\"finishReason\":\"stop\","
                        + "\"usage\":{\"input\":3,\"output\":2,\"total\":5},\"warnings\":[],\"attempts\":[]}\n"
                        + "{\"line\":2,\"ref\":\"scripted:m\",\"model\":\"m\",\"text\":\"Hello\","
                        + "\"reasoning\":\"\",\"toolCalls\":[],\"finishReason\":\"stop\","
                        + "\"usage\":{\"input\":3,\"output\":2,\"total\":5},\"warnings\":[],\"attempts\":[]}\n");
        assertThat(cli.out()).endsWith("2 of 2 done, 6 tokens in, 4 out\n").startsWith("0 of 2 done\n1 of 2 done\n");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void anIdIsGivenBackToTheDigit() throws IOException {
        List<String> ids = List.of(
                "1.10",
                "1e400",
                "12345678901234567890.12345678901234567890",
                "-0.0",
                "1E-2147483650",
                "\"a\\u00e9\"",
                "{\"b\": [1.50, null]}");
        String input = "";
        for (String id : ids) {
            input += "{\"prompt\":\"Hi\", \"id\": " + id + " }\n";
        }
        assertThat(batch(input)).isEqualTo(2); // a number that nobody can count with
        List<String> results = Files.readAllLines(folder.resolve("out"));
        for (int i = 0; i < ids.size(); i++) {
            assertThat(results.get(i)).startsWith("{\"id\":" + ids.get(i) + ",\"line\":" + (i + 1) + ",");
        }
        assertThat(result(4).path("error").path("message").asText()).contains("exponent that is out of range");
    }

    @Test
    void numbersOfASchemaAndOfExtrasStayAsTheyAreWritten() throws IOException {
        ChatRequest asked = asked("{\"prompt\":\"Hi\",\"tools\":[{\"name\":\"t\",\"parameters\":{\"maximum\":1e400}}],"
                + "\"responseFormat\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
                + "{\"maximum\":12345678901234567890.50}}},\"extra\":{\"scripted\":{\"n\":0.12345678901234567890}}}");
        assertThat(asked.tools().get(0).parameters()).isEqualTo("{\"maximum\":1E+400}");
        assertThat(asked.responseFormat())
                .contains(ResponseFormat.schema("n", "{\"maximum\":12345678901234567890.50}"));
        assertThat(asked.extras("scripted").get("n")).hasToString("0.12345678901234567890");
    }

    @Test
    void settingsOfALineWinOverThoseOfTheCommand() throws IOException {
        batch("""
                {"prompt":"a","system":"Be brief.","temperature":0.5,"maxTokens":7,"stop":"x","reasoningEffort":"low"}
                {"prompt":"b","top_p":0.5,"seed":3,"stop":["x","y"],"deadline":"7s","extra":{"scripted":{"n":[1]}}}
                """, "-o", "temperature=0.1", "--concurrency", "1");
        ChatRequest first = cli.driver.requests.get(0);
        assertThat(first.messages()).extracting(message -> message.role()).containsExactly(Role.SYSTEM, Role.USER);
        assertThat(first.temperature()).hasValue(0.5);
        assertThat(first.maxTokens()).hasValue(7);
        assertThat(first.stop()).containsExactly("x");
        assertThat(first.reasoningEffort()).contains(ReasoningEffort.LOW);
        ChatRequest second = cli.driver.requests.get(1);
        assertThat(second.temperature()).hasValue(0.1);
        assertThat(second.topP()).hasValue(0.5);
        assertThat(second.stop()).containsExactly("x", "y");
        assertThat(second.deadline().orElseThrow()).hasSeconds(7);
        assertThat(second.extras("scripted")).containsEntry("n", List.of(1));
    }

    @Test
    void openAisBatchFilesAreReadToo() throws IOException {
        ChatRequest asked = asked(
                "{\"custom_id\":\"r-1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{"
                        + "\"model\":\"gpt-x\",\"max_completion_tokens\":9,\"stream\":false,\"messages\":["
                        + "{\"role\":\"developer\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQI=\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.org/a.webp?x\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"a cat\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\"}}}],"
                        + "\"tool_choice\":\"none\",\"parallel_tool_calls\":false,"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{},\"strict\":true}}}}");
        assertThat(result(0).path("id").asText()).isEqualTo("r-1");
        assertThat(asked.maxTokens()).hasValue(9);
        assertThat(asked.messages().get(0).role()).isEqualTo(Role.SYSTEM);
        assertThat(asked.messages().get(1).parts(Media.class))
                .extracting(Media::mimeType)
                .containsExactly("image/png", "image/webp");
        assertThat(asked.messages().get(1).parts(Media.class).get(0).bytes().orElseThrow())
                .containsExactly(1, 2);
        assertThat(asked.messages().get(2).parts(ToolCall.class)).containsExactly(ToolCall.of("c1", "look", "{}"));
        assertThat(asked.messages().get(3).parts(ToolResult.class))
                .containsExactly(ToolResult.of("c1", "look", "a cat"));
        assertThat(asked.tools()).extracting(tool -> tool.name()).containsExactly("look");
        assertThat(asked.toolChoice()).contains(ToolChoice.none());
        assertThat(asked.parallelToolCalls()).contains(false);
        assertThat(asked.responseFormat()).contains(ResponseFormat.schema("n", "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prompt\":\"secret\" | is not JSON",
                "[1] | must be a JSON object",
                "{\"prompt\":\"a\"} {\"prompt\":\"b\"} | is not JSON",
                "{\"id\":1} | either a prompt or messages",
                "{\"prompt\":\"x\",\"messages\":[]} | either a prompt or messages",
                "{\"messages\":[]} | needs at least one message",
                "{\"prompt\":\"x\",\"temprature\":1} | did you mean 'temperature'?",
                "{\"prompt\":\"x\",\"nonsense\":1} | known are custom_id, deadline, extra, frequencyPenalty, id,",
                "{\"prompt\":\"x\",\"modle\":\"scripted:other\"} | did you mean 'model'?",
                "{\"promt\":\"x\"} | did you mean 'prompt'?",
                "{\"prompt\":\"x\",\"System\":\"in French\"} | did you mean 'system'?",
                "{\"prompt\":\"x\",\"MODEL\":\"scripted:other\"} | unknown field 'MODEL'",
                "{\"prompt\":\"x\",\"temperature\":\"hot\"} | 'temperature': expected a number, but got string",
                "{\"prompt\":\"x\",\"temperature\":-1} | temperature must be 0 or more",
                "{\"prompt\":\"x\",\"max_tokens\":99999999999} | 'max_tokens'",
                "{\"prompt\":\"x\",\"model\":7} | 'model' must be a text",
                "{\"prompt\":\"x\",\"model\":\"nobody:m\"} | nobody",
                "{\"prompt\":\"x\",\"tools\":[{}]} | each tool needs a name",
                "{\"prompt\":\"x\",\"toolChoice\":\"any\"} | expected auto, none, required",
                "{\"prompt\":\"x\",\"responseFormat\":{\"type\":\"xml\"}} | text, json_object or json_schema",
                "{\"prompt\":\"x\",\"reasoningEffort\":\"much\"} | expected one of [none, minimal",
                "{\"messages\":[{\"role\":\"king\"}]} | a role is system, user",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}]} | of type text or image_url",
            })
    void aLineThatCannotBeReadIsAResultThatSaysWhyAndIsNotSent(String line, String why) throws IOException {
        assertThat(batch("{\"prompt\":\"fine\"}\n" + line + "\n")).isEqualTo(ExitCodes.USAGE);
        assertThat(result(0).path("text").asText()).isEqualTo("Hello");
        assertThat(result(1).path("error").path("message").asText())
                .contains(why)
                .doesNotContain("secret");
        assertThat(cli.driver.requests).hasSize(1);
    }

    @Test
    void failuresDecideTheExitCodeAndAreAskedAgainOnDemand() throws IOException {
        cli.driver.failure =
                LlmException.builder(ErrorKind.RATE_LIMITED, "slow down; wait").status(429);
        String input = "{\"id\":\"a\",\"prompt\":\"Hi\"}\n";
        assertThat(batch(input, "-o", "max-attempts=1")).isEqualTo(ExitCodes.QUOTA);
        assertThat(result(0).path("id").asText()).isEqualTo("a");
        assertThat(result(0).path("error").path("kind").asText()).isEqualTo("rate_limited");
        assertThat(result(0).path("attempts").isArray()).isTrue();
        assertThat(cli.err()).contains("note: 1 of the lines failed; with --retry-failed they are asked again");
        assertThat(batch(input, "--json")).as("as it was").isEqualTo(ExitCodes.QUOTA);
        cli.driver.failure = null;
        cli = keeping(cli.driver);
        assertThat(batch(input, "--retry-failed", "--json")).isZero();
        assertThat(cli.out())
                .isEqualTo("{\"total\":1,\"done\":1,\"failed\":0,\"possiblyBilledTwice\":0,"
                        + "\"inputTokens\":0,\"outputTokens\":0}\n");
        assertThat(result(0).path("text").asText()).isEqualTo("Hello");
    }

    @Test
    void aRefusedKeyStopsTheBatchForEveryLineWouldFail() throws IOException {
        cli.driver.failure = LlmException.builder(ErrorKind.AUTHENTICATION, "the key is refused; check it")
                .status(401);
        String input = "{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n{\"prompt\":\"c\"}\n";
        assertThat(batch(input, "--concurrency", "1")).isEqualTo(ExitCodes.AUTHENTICATION);
        assertThat(cli.driver.requests).hasSize(1);
        assertThat(cli.out()).endsWith("1 of 3 done, 1 failed\n");
        assertThat(cli.err()).contains("the key is refused; check it").contains("--retry-failed");
        assertThat(batch(input, "--concurrency", "1", "--keep-going")).isEqualTo(ExitCodes.AUTHENTICATION);
        assertThat(cli.driver.requests).as("the two others").hasSize(3);
        cli.driver.failure = null;
        assertThat(batch(input, "--retry-failed")).isZero();
    }

    @Test
    void aConfiguredPriceIsWhatTokensCost() throws IOException {
        cli.driver.finish = answer -> answer.usage(Usage.of(1_000_000, 500_000));
        Files.writeString(
                folder.resolve("llm.properties"), "llm.price.input-per-million=2\nllm.price.output-per-million=3\n");
        assertThat(batch("{\"prompt\":\"a\"}\n")).isZero();
        assertThat(cli.out()).contains("1 of 1 done").contains("$3.5000");
    }

    private Cli keeping(ScriptedDriver ignored) {
        return new Cli(folder);
    }

    @Test
    void linesMayAskOthersAndPricesThatAreKnownAreAdded() throws IOException {
        cli.driver.finish = answer -> answer.usage(Usage.of(1_000_000, 500_000));
        Files.writeString(folder.resolve("llm.properties"), "llm.models.big.model=scripted:large\n");
        batch("{\"prompt\":\"a\",\"model\":\"big\"}\n{\"prompt\":\"b\"}\n");
        assertThat(result(0).path("ref").asText()).isEqualTo("scripted:large");
        assertThat(result(1).path("ref").asText()).isEqualTo("scripted:m");
        assertThat(cli.out()).as("nobody says what it costs").doesNotContain("$");
    }

    @Test
    void onATerminalABarGrows() throws IOException {
        cli.onTerminal();
        assertThat(batch("{\"prompt\":\"a\"}\n{\"prompt\":\"b\"}\n")).isZero();
        assertThat(cli.out())
                .startsWith("\r[                        ]   0% 0 of 2 done\u001b[K")
                .contains("\r[========================] 100% 2 of 2 done\u001b[K\n")
                .endsWith("\n2 of 2 done\n");
    }

    @Test
    void wrongUseIsSaidBeforeAnythingIsSent() throws IOException {
        assertThat(batch("{\"prompt\":\"a\"}\n", "--concurrency", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(batch("{\"prompt\":\"a\"}\n", "-o", "temperature=hot")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.run("batch", "in")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.run("batch", "missing", "out", "-m", "scripted:m")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.err()).contains("there is no file or folder").contains("missing");
        assertThat(cli.run("batch", "in", "nowhere/out", "-m", "scripted:m")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.err()).contains("there is no folder").contains("nowhere; make it");
        assertThat(cli.run("batch", "in", "in", "-m", "scripted:m")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.driver.requests).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
