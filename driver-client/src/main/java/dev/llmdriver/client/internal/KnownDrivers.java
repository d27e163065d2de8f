package dev.llmdriver.client.internal;

import java.util.Map;

/** Drivers of this project, so that a missing one can be named. */
final class KnownDrivers {
    static final Map<String, String> DEPENDENCIES = Map.of(
            "huggingface", "dev.llmdriver:driver-huggingface",
            "gemini", "dev.llmdriver:driver-gemini",
            "ollama", "dev.llmdriver:driver-ollama",
            "demo", "dev.llmdriver:driver-demo");

    private KnownDrivers() {}
}
