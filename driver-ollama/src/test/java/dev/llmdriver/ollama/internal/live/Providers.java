package dev.llmdriver.ollama.internal.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.ollama.OllamaDriver;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;

/** Opens providers on a test's server. */
public final class Providers {
    private Providers() {}

    /** {@return a provider at this address with these options, name and value in turn} */
    public static LlmProvider open(URI baseUrl, String... options) {
        DriverOptions.Builder builder =
                DriverOptions.builder("ollama").set("connect-timeout", "25s").set("base-url", baseUrl.toString());
        for (int i = 0; i < options.length; i += 2) {
            builder.set(options[i], options[i + 1]);
        }
        return new OllamaDriver().connect(builder.build());
    }
}
