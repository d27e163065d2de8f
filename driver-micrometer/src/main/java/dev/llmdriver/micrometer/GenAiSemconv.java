package dev.llmdriver.micrometer;

import java.util.List;
import java.util.Map;

/**
 * Which text of the OpenTelemetry conventions for generative AI decides the names. All of them are still in development there, so
 * names may change with a newer text, never within one. May gain values.
 */
public enum GenAiSemconv {
    /** Release 1.41.0 of the semantic conventions, the last that held this part. The default. */
    V1_41,
    /** The text after it, in a repository of its own and not released yet: other names for durations and tokens. */
    NEXT;

    /** The environment variable by which OpenTelemetry's instrumentations are asked for a newer text. */
    public static final String ENVIRONMENT_VARIABLE = "OTEL_SEMCONV_STABILITY_OPT_IN";

    private static final String LATEST = "gen_ai_latest_experimental";

    /**
     * Chooses as OpenTelemetry's own instrumentations do.
     *
     * @param environment the process's variables, such as {@code System.getenv()}
     * @return {@link #NEXT} if {@value #ENVIRONMENT_VARIABLE} lists {@code gen_ai_latest_experimental}, else {@link #V1_41}
     */
    public static GenAiSemconv from(Map<String, String> environment) {
        String asked = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
        return List.of(asked.strip().split("\\s*,\\s*", -1)).contains(LATEST) ? NEXT : V1_41;
    }
}
