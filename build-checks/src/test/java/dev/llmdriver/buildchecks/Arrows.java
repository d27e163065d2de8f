package dev.llmdriver.buildchecks;

import java.util.Map;
import java.util.Set;

/** Who may use whom: for each module, the others whose classes it may name. The picture is in DESIGN.md, section 1. */
final class Arrows {
    static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("driver-api", Set.of()),
            Map.entry("driver-http", Set.of("driver-api")),
            Map.entry("driver-huggingface", Set.of("driver-api", "driver-http")),
            Map.entry("driver-gemini", Set.of("driver-api", "driver-http")),
            Map.entry("driver-ollama", Set.of("driver-api", "driver-http")),
            Map.entry("driver-resilience", Set.of("driver-api")),
            Map.entry("driver-micrometer", Set.of("driver-api")),
            Map.entry("driver-guice", Set.of("driver-api", "driver-resilience", "driver-client")),
            Map.entry("driver-limits-redis", Set.of("driver-api", "driver-resilience")),
            Map.entry("driver-testkit", Set.of("driver-api")),
            Map.entry("driver-client", Set.of("driver-api", "driver-resilience")),
            Map.entry("driver-server", Set.of("driver-api", "driver-resilience", "driver-client")),
            Map.entry("driver-demo", Set.of("driver-api", "driver-testkit", "driver-huggingface")),
            Map.entry(
                    "driver-cli",
                    Set.of(
                            "driver-api",
                            "driver-resilience",
                            "driver-client",
                            "driver-server",
                            "driver-micrometer",
                            "driver-limits-redis",
                            "driver-demo",
                            "driver-huggingface",
                            "driver-gemini",
                            "driver-ollama")));

    private Arrows() {}
}
