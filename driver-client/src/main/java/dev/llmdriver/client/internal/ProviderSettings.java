package dev.llmdriver.client.internal;

import dev.llmdriver.Secret;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configured provider.
 *
 * @param driver who opens it
 * @param options what it is told
 * @param keys the keys of its pool by their labels, in order; empty for none
 */
record ProviderSettings(LlmDriver driver, DriverOptions options, Map<String, Secret> keys) {
    ProviderSettings {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
}
