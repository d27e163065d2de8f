package dev.llmdriver.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.testkit.HuggingFaceTwin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        Tools.main(NO_ARGUMENTS);
        assertThat(printed()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void errorsHaveTypes() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = LlmClient.builder()
                        .property("llm.huggingface.base-url", twin.v1().toString())
                        .property("llm.huggingface.api-key", "hf_example")
                        .build()) {
            Errors.ask(client.model("huggingface:nobody/no-such-model"));
        }
        assertThat(printed()).contains("nobody/no-such-model");
    }
}
