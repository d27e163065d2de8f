package dev.llmdriver.ollama.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.testkit.LiveTest;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Against an Ollama that runs here or where OLLAMA_HOST says. The property {@code llmdriver.live.ollama.model} names the model; without
 * it the first one that is installed is asked.
 */
@LiveTest(value = "ollama", needsKey = false)
class OllamaLiveTest extends OllamaScenarios {
    @Override
    protected String chatModel(LlmProvider provider) {
        Optional<String> model = Optional.ofNullable(System.getProperty("llmdriver.live.ollama.model"))
                .or(() -> provider.models().join().stream()
                        .map(info -> info.id())
                        .filter(id -> !id.contains("embed"))
                        .findFirst());
        Assumptions.assumeTrue(model.isPresent(), "Ollama has no model installed: ollama pull llama3.2:1b");
        return model.orElseThrow();
    }

    /** A daemon of one's own takes any key. */
    @Override
    protected boolean checksKeys() {
        return false;
    }
}
