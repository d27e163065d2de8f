package dev.llmdriver.gemini.internal.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.testkit.GeminiTwin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a provider whose server says what the test wants. */
abstract class WithTwin {
    GeminiTwin twin;
    LlmProvider provider;

    @BeforeEach
    void open() {
        twin = GeminiTwin.start();
        provider = Providers.open(twin);
    }

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }
}
