package dev.llmdriver.client.internal;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;

/**
 * A configured provider.
 *
 * @param driver who opens it
 * @param options what it is told
 */
record ProviderSettings(LlmDriver driver, DriverOptions options) {}
