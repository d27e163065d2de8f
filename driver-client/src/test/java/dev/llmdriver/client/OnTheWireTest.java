package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.ToolCall;
import dev.llmdriver.client.conversation.Conversation;
import dev.llmdriver.client.output.Output;
import dev.llmdriver.client.output.Output.Means;
import dev.llmdriver.client.output.OutputCheck;
import dev.llmdriver.client.output.TypedOutput;
import dev.llmdriver.client.tool.RunnableTool;
import dev.llmdriver.client.tool.ToolEvent;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.ToolStream;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools, typed answers and conversations over a real driver. The model signs its thoughts and demands the signatures back. */
class OnTheWireTest {
    record City(String name) {}

    record Recipe(String title, List<String> steps) {}

    private static final String PROOF = "c2lnbmVk";
    private static final Toolbox WEATHER =
            Toolbox.of(RunnableTool.of("get_weather", "The weather", City.class, city -> city.name() + ": rain"));

    @TempDir
    private Path folder;

    private GeminiTwin twin;
    private LlmClient client;

    @BeforeEach
    void start() {
        twin = GeminiTwin.start();
        client = builder().build();
    }

    private LlmClientBuilder builder() {
        return LlmClient.builder()
                .drivers(LlmDrivers.of(new GeminiDriver()))
                .systemProperties(Map.of())
                .environment(Map.of())
                .workingFolder(folder)
                .classLoader(new ClassLoader(null) {})
                .property("llm.model", "gemini:gemini-twin-thinker")
                .property("llm.gemini.base-url", twin.baseUri().toString())
                .property("llm.gemini.api-key", "AIzaTwin")
                .property("llm.gemini.allow-cleartext-key", "true");
    }

    @AfterEach
    void stop() {
        twin.assertScriptUsed();
        client.close();
        twin.close();
    }

    private static TwinAnswer signedCalls() {
        return TwinAnswer.builder()
                .toolCall("a", "get_weather", "{\"name\":\"Oslo\"}")
                .toolCall("b", "get_weather", "{\"name\":\"Rome\"}")
                .signature(PROOF)
                .usage(10, 5)
                .build();
    }

    @Test
    void toolsRunAndSignaturesGoBack() {
        ToolLoop loop = ToolLoop.over(client.model()).tools(WEATHER).build();
        twin.enqueue(
                signedCalls(), TwinAnswer.of("Rain.").toBuilder().usage(20, 2).build());

        ToolRun run = loop.run("Oslo or Rome?");

        assertThat(run.text()).isEqualTo("Rain.");
        assertThat(run.steps().get(0).response().toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"name\":\"Oslo\"}", "{\"name\":\"Rome\"}");
        assertThat(twin.requests()).hasSize(2);
        assertThat(twin.requests().get(1).body()).contains(PROOF).containsSubsequence("Oslo: rain", "Rome: rain");
        assertThat(run.totals().attempts()).hasSize(2);
        assertThat(run.totals().usage().orElseThrow().input()).hasValue(30);
    }

    @Test
    void aConversationStreamsUsesToolsAndGoesOnFromItsFile() throws IOException {
        Path file = folder.resolve("talk.json");
        twin.enqueue(signedCalls(), TwinAnswer.of("Rain in both."), TwinAnswer.of("Quite sure."));
        StringBuilder text = new StringBuilder();

        Conversation before =
                client.conversation().system("Be brief.").tools(WEATHER).build();
        before.stream("Oslo or Rome?").forEachText(text::append);
        before.save(file);
        Conversation after = client.conversation().tools(WEATHER).restore(file).build();

        assertThat(text).hasToString("Rain in both.");
        assertThat(after.say("Sure?").text()).isEqualTo("Quite sure.");
        assertThat(twin.requests().get(2).body()).contains("Be brief.", PROOF, "Rome: rain", "Rain in both.", "Sure?");
    }

    @Test
    void answersAreValuesAndPutRight() {
        ChatModel model = client.model();
        twin.enqueue(
                TwinAnswer.of("{\"title\":\"Soup\",\"steps\":[]}"),
                TwinAnswer.of("{\"title\":\"Soup\",\"steps\":[\"Boil\"]}"),
                TwinAnswer.of("{\"title\":\"Tea\",\"steps\":[]}"));

        Output<Recipe> soup = TypedOutput.of(model, Recipe.class)
                .check(OutputCheck.that(recipe -> !recipe.steps().isEmpty(), "name the steps"))
                .generate("A soup");

        assertThat(soup.value()).isEqualTo(new Recipe("Soup", List.of("Boil")));
        assertThat(soup.means()).isEqualTo(Means.SCHEMA);
        assertThat(soup.repairs()).isEqualTo(1);
        assertThat(twin.requests().get(0).body()).contains("responseJsonSchema");
        assertThat(twin.requests().get(1).body()).contains("name the steps");
        assertThat(client.generate(ChatRequest.of("A tea"), Recipe.class)
                        .value()
                        .title())
                .isEqualTo("Tea");
    }

    /** The loop would wait for itself. */
    @Test
    void aStreamOfToolsThatWasBegunElsewhereIsNotReadOnAnEventLoop() {
        twin.enqueue(TwinAnswer.of("It scatters."), TwinAnswer.of("hi"));
        try (LlmClient onEventLoop = builder()
                        .option("gemini", CommonOptions.CALLBACK_EXECUTOR, Runnable::run)
                        .build();
                ToolStream stream =
                        ToolLoop.over(client.model()).tools(WEATHER).build().stream(ChatRequest.of("Why?"))) {
            Iterator<ToolEvent> events = stream.iterator();
            assertThat(events.hasNext()).isTrue();
            assertThat(events.next()).isNotNull();

            CompletableFuture<Throwable> thrown = onEventLoop
                    .model()
                    .generateAsync(ChatRequest.of("Hello"))
                    .thenApply(answer -> catchThrowable(events::hasNext));

            assertThat(thrown.join()).isInstanceOf(IllegalStateException.class).hasMessageContaining("subscribe");
            assertThat(events.hasNext()).isTrue();
        }
    }

    @Test
    void oneLineAsks() {
        twin.enqueue(TwinAnswer.of("It scatters."));

        assertThat(client.ask("Why is the sky blue?")).isEqualTo("It scatters.");
    }
}
