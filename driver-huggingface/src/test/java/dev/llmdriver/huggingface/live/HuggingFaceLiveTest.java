package dev.llmdriver.huggingface.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.testkit.LiveTest;

/** Against Hugging Face itself, with the key in HF_TOKEN, HUGGINGFACE_API_KEY or HUGGING_FACE_HUB_TOKEN. The property {@code llmdriver.live.huggingface.model} names another model. */
@LiveTest("huggingface")
class HuggingFaceLiveTest extends HuggingFaceScenarios {
    @Override
    protected String chatModel(LlmProvider provider) {
        return System.getProperty("llmdriver.live.huggingface.model", "openai/gpt-oss-20b");
    }
}
