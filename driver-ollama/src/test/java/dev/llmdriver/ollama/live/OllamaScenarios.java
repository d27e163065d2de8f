package dev.llmdriver.ollama.live;

import dev.llmdriver.Capability;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.LiveScenarios;
import java.util.Set;

/** What Ollama can do in live scenarios. */
abstract class OllamaScenarios extends LiveScenarios {
    @Override
    protected LlmDriver driver() {
        return new OllamaDriver();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS);
    }
}
