package dev.llmdriver.gemini.live;

import dev.llmdriver.Capability;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.LiveScenarios;
import java.util.Set;

/** What Gemini can do in live scenarios. */
abstract class GeminiScenarios extends LiveScenarios {
    @Override
    protected LlmDriver driver() {
        return new GeminiDriver();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS, Capability.TOOL_CHOICE);
    }
}
