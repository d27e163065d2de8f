package dev.llmdriver.huggingface.live;

import dev.llmdriver.Capability;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.testkit.LiveScenarios;
import java.util.Set;

/** What Hugging Face can do in live scenarios. */
abstract class HuggingFaceScenarios extends LiveScenarios {
    @Override
    protected LlmDriver driver() {
        return new HuggingFaceDriver();
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(Capability.TOOLS, Capability.TOOL_CHOICE);
    }
}
