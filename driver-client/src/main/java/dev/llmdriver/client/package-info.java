/**
 * What an application adds to the contract. {@link dev.llmdriver.client.LlmClient} reads the configuration and hands out models that
 * are bounded in time and tried again; {@link dev.llmdriver.client.ResolvedConfig} says what was read, and from where. All keys are
 * in {@code docs/configuration.md}.
 */
@NullMarked
package dev.llmdriver.client;

import org.jspecify.annotations.NullMarked;
