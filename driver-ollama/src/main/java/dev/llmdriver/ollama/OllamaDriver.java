package dev.llmdriver.ollama;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.ollama.internal.OllamaProvider;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/**
 * The driver {@code ollama}: the daemon on this or another machine, and Ollama's cloud, by the native API. Found by
 * {@link java.util.ServiceLoader}; stateless and thread-safe. Its providers {@linkplain LlmProvider#unwrap unwrap} to {@link Ollama}.
 */
public final class OllamaDriver implements LlmDriver {
    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public OllamaDriver() {}

    @Override
    public String id() {
        return ChatRequestCodec.DRIVER;
    }

    @Override
    public Set<Option<?>> options() {
        return OllamaOptions.all();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return OllamaProvider.connect(options);
    }
}
