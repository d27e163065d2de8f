package dev.llmdriver.ollama;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/** The driver {@code ollama}. */
public final class OllamaDriver implements LlmDriver {
    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public OllamaDriver() {}

    @Override
    public String id() {
        return "ollama";
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
