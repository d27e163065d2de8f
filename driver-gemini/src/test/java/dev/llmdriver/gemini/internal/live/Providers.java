package dev.llmdriver.gemini.internal.live;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.gemini.GeminiDriver;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.WireTwin;

/** Opens the driver on a twin. */
public final class Providers {
    /** A key of the newer kind, whose form nobody may rely on. */
    public static final String KEY = "AQ.Ab8RN6Jplanted_key-0123456789abcdef";

    private Providers() {}

    /** {@return a provider whose base URL is the twin's, with these options, name by name} */
    public static LlmProvider open(WireTwin twin, String... options) {
        DriverOptions.Builder all = DriverOptions.builder("gemini")
                .set("connect-timeout", "25s")
                .set("api-key", KEY)
                .set("base-url", twin.baseUri().toString());
        for (int i = 0; i < options.length; i += 2) {
            all.set(options[i], options[i + 1]);
        }
        return new GeminiDriver().connect(all.build());
    }
}
