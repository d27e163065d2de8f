package dev.llmdriver.error;

import dev.llmdriver.Attempt;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of an error: what every leaf class is made from. Its lists are serialisable ones. */
record ErrorDetails(
        ErrorKind kind,
        String message,
        String reason,
        Advice advice,
        Phase phase,
        @Nullable String provider,
        @Nullable String model,
        @Nullable Integer status,
        @Nullable String code,
        @Nullable String requestId,
        @Nullable Duration retryAfter,
        List<Attempt> attempts,
        @Nullable PartialAnswer partial,
        @Nullable String excerpt,
        List<String> faults)
        implements Serializable {}
