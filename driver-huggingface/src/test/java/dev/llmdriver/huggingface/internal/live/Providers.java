package dev.llmdriver.huggingface.internal.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;

/** Opens providers on a test's server. */
public final class Providers {
    /** A key that must never show. */
    public static final String KEY = "hf_plantedSecretNeverShown42";

    private Providers() {}

    /** {@return a provider at this address with these options, name and value in turn} */
    public static LlmProvider open(URI baseUrl, String... options) {
        DriverOptions.Builder builder = DriverOptions.builder("huggingface")
                .set("base-url", baseUrl.toString())
                .set("connect-timeout", "25s")
                .set("api-key", KEY);
        for (int i = 0; i < options.length; i += 2) {
            builder.set(options[i], options[i + 1]);
        }
        return new HuggingFaceDriver().connect(builder.build());
    }
}
