package dev.llmdriver.examples.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.WireTwin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One program, three runs: the configuration is the same but for {@code llm.model}, and so is what is printed. */
class UmbrellaTest {
    private static final TwinAnswer[] SCRIPT = {
        TwinAnswer.calling("weather", "{\"city\":\"Oslo\"}"),
        TwinAnswer.of("Yes, it rains at 7 °C."),
        TwinAnswer.calling("weather", "{\"city\":\"Rome\"}"),
        TwinAnswer.of("No, the sun is out.")
    };

    private final HuggingFaceTwin huggingFace = HuggingFaceTwin.start();
    private final GeminiTwin gemini = GeminiTwin.start();
    private final OllamaTwin ollama = OllamaTwin.start();
    private final Map<String, String> configuration = Map.of(
            "llm.huggingface.base-url", huggingFace.v1().toString(),
            "llm.huggingface.api-key", "hf_example",
            "llm.gemini.base-url", gemini.baseUri().toString(),
            "llm.gemini.api-key", "example",
            "llm.ollama.base-url", ollama.baseUri().toString());
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void configure() {
        configuration.forEach(System::setProperty);
        huggingFace.enqueue(SCRIPT);
        gemini.enqueue(SCRIPT);
        ollama.enqueue(SCRIPT);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        configuration.keySet().forEach(System::clearProperty);
        System.clearProperty("llm.model");
        List.of(huggingFace, gemini, ollama).forEach(WireTwin::close);
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface:openai/gpt-oss-20b, huggingface",
        "gemini:gemini-2.5-flash, gemini",
        "ollama:llama3.2, ollama"
    })
    void theSameTalkWithEachProvider(String model, String who) {
        System.setProperty("llm.model", model);
        Umbrella.main(new String[0]);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Yes, it rains at 7 °C.", "No, the sun is out.");
        assertThat(asked())
                .isEqualTo(Map.of(
                        "huggingface", who.equals("huggingface") ? SCRIPT.length : 0,
                        "gemini", who.equals("gemini") ? SCRIPT.length : 0,
                        "ollama", who.equals("ollama") ? SCRIPT.length : 0));
        // The last question holds all that was said, what the tool returned included.
        assertThat(bodies()).last().asString().contains("Oslo", "Rome", "rain", "sun", "umbrella");
    }

    private Map<String, Integer> asked() {
        return Map.of(
                "huggingface", huggingFace.requests().size(),
                "gemini", gemini.requests().size(),
                "ollama", ollama.requests().size());
    }

    private List<String> bodies() {
        List<RecordedRequest> all = new ArrayList<>();
        List.of(huggingFace, gemini, ollama).forEach(twin -> all.addAll(twin.requests()));
        return all.stream().map(RecordedRequest::body).toList();
    }
}
