package dev.llmdriver.gemini;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/** The driver {@code gemini}. */
public final class GeminiDriver implements LlmDriver {
    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public GeminiDriver() {}

    @Override
    public String id() {
        return "gemini";
    }

    @Override
    public Set<Option<?>> options() {
        return HttpOptions.all();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        throw new UnsupportedOperationException();
    }
}
