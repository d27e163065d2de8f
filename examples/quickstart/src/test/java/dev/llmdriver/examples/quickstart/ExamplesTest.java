package dev.llmdriver.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's examples on the demo driver, which answers over real HTTP inside the process. */
class ExamplesTest {
    private static final String[] NO_ARGUMENTS = {};

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void useTheDemo() {
        System.setProperty("llm.model", "demo:assistant");
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
    }

    @AfterEach
    void restore() {
        System.clearProperty("llm.model");
        System.setOut(out);
        System.setErr(err);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void blockingPrintsAnAnswerAndItsUsage() {
        Blocking.main(NO_ARGUMENTS);
        assertThat(printed()).contains("STOP").contains("Usage[input=").contains("Attempt[1, demo:assistant");
    }

    @Test
    void streamingPrintsTheWholeAnswer() {
        Streaming.main(NO_ARGUMENTS);
        assertThat(printed()).contains("story").contains("Usage[input=");
    }

    @Test
    void asyncPrintsBothAnswersInOrder() {
        Async.main(NO_ARGUMENTS);
        assertThat(printed()).contains("fruit").contains("city");
        assertThat(printed().indexOf("fruit")).isLessThan(printed().indexOf("city"));
    }

    @Test
    void toolsHandsTheResultBack() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = client(twin)) {
            twin.enqueue(TwinAnswer.calling("temperature", "{\"name\":\"Paris\"}"), TwinAnswer.of("21 degrees."));
            Tools.ask(client);
            assertThat(printed()).isEqualToIgnoringNewLines("21 degrees.");
            assertThat(twin.requests()).hasSize(2);
            assertThat(twin.requests().get(1).body()).contains("21 in Paris");
        }
    }

    @Test
    void aPictureIsSentWithItsQuestion(@TempDir Path folder) throws IOException {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = client(twin)) {
            twin.enqueue(TwinAnswer.of("A cat."));
            Pictures.ask(client.model(), Files.write(folder.resolve("cat.jpg"), new byte[] {1, 2, 3}));
            assertThat(printed()).isEqualToIgnoringNewLines("A cat.");
            assertThat(twin.requests().get(0).body()).contains("data:image/jpeg;base64,AQID");
        }
    }

    @Test
    void eachTextBecomesAVector() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = client(twin)) {
            twin.serve(TwinModel.embedding("BAAI/bge-m3"));
            assertThat(Vectors.make(client)).hasSize(2);
        }
    }

    @Test
    void structuredAsksAgainUntilTheAnswerFits() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = client(twin)) {
            twin.enqueue(
                    TwinAnswer.of("{\"title\":\"Leek soup\"}"),
                    TwinAnswer.of("{\"title\":\"Leek soup\",\"steps\":[\"Boil.\"]}"));
            Structured.ask(client);
            assertThat(printed()).isEqualToIgnoringNewLines("Leek soup");
            assertThat(twin.requests()).hasSize(2);
        }
    }

    @Test
    void errorsHaveTypes() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = client(twin)) {
            Errors.ask(client.model("huggingface:nobody/no-such-model"));
        }
        assertThat(printed()).contains("nobody/no-such-model");
    }

    private static LlmClient client(HuggingFaceTwin twin) {
        return LlmClient.builder()
                .property("llm.model", "huggingface:openai/gpt-oss-20b")
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-key", "hf_example")
                .build();
    }
}
