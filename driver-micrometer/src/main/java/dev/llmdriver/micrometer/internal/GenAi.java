package dev.llmdriver.micrometer.internal;

import dev.llmdriver.micrometer.GenAiSemconv;
import java.time.Duration;
import java.util.stream.DoubleStream;

/** The names, units and boundaries of the OpenTelemetry conventions for generative AI, and those of our own. */
public final class GenAi {
    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String RESPONSE_MODEL = "gen_ai.response.model";
    static final String SERVER_ADDRESS = "server.address";
    static final String SERVER_PORT = "server.port";
    static final String TOKEN_TYPE = "gen_ai.token.type";
    static final String TOKEN_MODALITY = "gen_ai.token.modality";
    static final String ERROR_TYPE = "error.type";

    static final String EMBEDDINGS = "embeddings";
    static final String CHAT = "chat";
    static final String GENERATE_CONTENT = "generate_content";

    static final String ATTEMPT_DURATION = "llmdriver.attempt.duration";
    static final String ATTEMPTS = "llmdriver.attempts";
    static final String WAIT = "llmdriver.wait";
    static final String LIMITER_REMAINING = "llmdriver.limiter.remaining";
    static final String BUDGET_REMAINING = "llmdriver.budget.remaining";
    static final String COST = "llmdriver.cost";
    static final String CALLER_REFUSALS = "llmdriver.caller.refusals";
    static final String STREAM_INTERRUPTED = "llmdriver.stream.interrupted";

    /** The unit of tokens, which only OTLP shows. */
    public static final String TOKEN_UNIT = "{token}";

    private static final Duration[] SECONDS = DoubleStream.of(
                    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
            .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
            .toArray(Duration[]::new);

    private static final double[] TOKENS =
            DoubleStream.iterate(1, tokens -> tokens * 4).limit(14).toArray();

    private GenAi() {}

    static Duration[] durationBoundaries() {
        return SECONDS.clone();
    }

    static double[] tokenBoundaries() {
        return TOKENS.clone();
    }

    static String duration(GenAiSemconv text, String operation) {
        return isNew(text, operation) ? "gen_ai.client.inference.duration" : "gen_ai.client.operation.duration";
    }

    static String firstChunk(GenAiSemconv text) {
        return text == GenAiSemconv.NEXT
                ? "gen_ai.client.inference.time_to_first_chunk"
                : "gen_ai.client.operation.time_to_first_chunk";
    }

    static String perChunk(GenAiSemconv text) {
        return text == GenAiSemconv.NEXT
                ? "gen_ai.client.inference.time_per_output_chunk"
                : "gen_ai.client.operation.time_per_output_chunk";
    }

    static final String TOKEN_USAGE = "gen_ai.client.token.usage";

    /** The newer text's counters; each kind of tokens is a meter of its own. */
    static final String USAGE = "gen_ai.client.inference.usage.";

    /** The newer text's histograms of tokens in and out. */
    static final String USAGE_OF_OPERATION = "gen_ai.client.inference.operation.";

    /** {@return whether the newer text has another name for this; it speaks of inference, which embeddings are not} */
    static boolean isNew(GenAiSemconv text, String operation) {
        return text == GenAiSemconv.NEXT && !operation.equals(EMBEDDINGS);
    }

    /** {@return whether a meter counts tokens} */
    public static boolean isTokens(String meter) {
        return meter.equals(TOKEN_USAGE)
                || meter.startsWith(USAGE)
                || (meter.startsWith(USAGE_OF_OPERATION) && meter.endsWith("_tokens"));
    }

    /** {@return whether a meter is one of ours} */
    public static boolean isOurs(String meter) {
        return meter.startsWith("gen_ai.client.") || meter.startsWith("llmdriver.");
    }
}
