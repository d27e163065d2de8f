package dev.llmdriver.gemini;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.gemini.internal.GeminiProvider;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/**
 * The driver {@code gemini}: Google's Gemini Developer API with a key, by {@code generateContent} and its kin of version {@code v1beta}.
 * Found by {@link java.util.ServiceLoader}; stateless and thread-safe.
 */
public final class GeminiDriver implements LlmDriver {
    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public GeminiDriver() {}

    @Override
    public String id() {
        return PartNote.DRIVER;
    }

    @Override
    public Set<Option<?>> options() {
        return GeminiOptions.all();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return GeminiProvider.connect(options);
    }
}
