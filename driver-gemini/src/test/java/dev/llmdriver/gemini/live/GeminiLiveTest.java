package dev.llmdriver.gemini.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.testkit.LiveTest;

/** Against Gemini itself, with the key in GEMINI_API_KEY or GOOGLE_API_KEY. The property {@code llmdriver.live.gemini.model} names another model. */
@LiveTest("gemini")
class GeminiLiveTest extends GeminiScenarios {
    @Override
    protected String chatModel(LlmProvider provider) {
        return System.getProperty("llmdriver.live.gemini.model", "gemini-2.5-flash-lite");
    }
}
