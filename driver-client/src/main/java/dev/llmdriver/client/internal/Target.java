package dev.llmdriver.client.internal;

import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;

/**
 * Who is asked, before anything stands around it.
 *
 * @param provider who serves the model
 * @param model what is configured for it
 * @param engine the driver's; knows the facts
 * @param facts what the driver knows of the model
 */
record Target(OpenProvider provider, ConfiguredModel model, ChatEngine engine, ModelFacts facts) {}
