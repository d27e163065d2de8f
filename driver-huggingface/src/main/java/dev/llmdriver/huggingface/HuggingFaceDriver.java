package dev.llmdriver.huggingface;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.huggingface.internal.HuggingFaceProvider;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/**
 * The driver {@code huggingface}: the router with its providers, hf-inference, and dedicated endpoints with TGI, vLLM, SGLang,
 * llama.cpp or a handler of one's own. Found by {@link java.util.ServiceLoader}; stateless and thread-safe.
 */
public final class HuggingFaceDriver implements LlmDriver {
    /** Creates the driver; applications let {@link dev.llmdriver.LlmDrivers} find it. */
    public HuggingFaceDriver() {}

    @Override
    public String id() {
        return ChatRequestCodec.DRIVER;
    }

    @Override
    public Set<Option<?>> options() {
        return HuggingFaceOptions.all();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return HuggingFaceProvider.connect(options);
    }
}
