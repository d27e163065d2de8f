package com.acme.llm.broken;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.spi.LlmDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** E. */
final class ErrorDefects {
    private ErrorDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect(
                        "E1",
                        "fails with a plain exception",
                        Twists.failure(error -> new RuntimeException(error.getMessage()))),
                new Defect(
                        "E2",
                        "knows one error alone",
                        confusing(Map.of(
                                ErrorKind.AUTHENTICATION, ErrorKind.SERVER_ERROR,
                                ErrorKind.RATE_LIMITED, ErrorKind.SERVER_ERROR))),
                new Defect(
                        "E3",
                        "loses errors that it does not know",
                        error(418, error -> as(ErrorKind.CANCELLED, error))),
                new Defect(
                        "E4",
                        "does not say whom it asked",
                        Twists.failure(error -> bare(LlmException.of(error)).build())),
                new Defect("E5", "cannot wait", Twists.error(error -> error.retryAfter(Duration.ZERO))),
                new Defect(
                        "E6",
                        "blames its own clock for a gateway's",
                        error(504, error -> as(ErrorKind.TIMEOUT, error))),
                new Defect(
                        "E7",
                        "takes a cut for a missing connection",
                        confusing(Map.of(ErrorKind.STREAM_INTERRUPTED, ErrorKind.CONNECT_FAILED))),
                new Defect("E8", "gives the provider's words as reason", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return told.toBuilder().reason(told.excerpt().orElse("")).build();
                })),
                new Defect("E9", "writes on several lines", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return told.toBuilder()
                            .message(told.getMessage() + "\n" + told.excerpt().orElse(""))
                            .build();
                })),
                new Defect("E11", "throws away what had come", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return bare(told).provider(told.provider().orElse("")).build();
                })),
                new Defect(
                        "E12",
                        "tells neighbours not apart",
                        confusing(Map.of(
                                ErrorKind.QUOTA_EXHAUSTED, ErrorKind.RATE_LIMITED,
                                ErrorKind.MODEL_LOADING, ErrorKind.OVERLOADED))),
                new Defect(
                        "E13",
                        "does not say how long loading takes",
                        Twists.failure(error -> bare(LlmException.of(error)).build())),
                new Defect("E14", "has no words where the provider has none", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    return told.excerpt().orElse("").isEmpty()
                            ? told.toBuilder().message(" ").build()
                            : told;
                })),
                new Defect("E15", "repeats what an exception says", Twists.failure(error -> {
                    LlmException told = LlmException.of(error);
                    Throwable cause = told.getCause() == null ? told : told.getCause();
                    return told.toBuilder()
                            .message(String.valueOf(cause.getMessage()))
                            .cause(cause)
                            .build();
                })));
    }

    static UnaryOperator<LlmDriver> confusing(Map<ErrorKind, ErrorKind> kinds) {
        return Twists.failure(error -> {
            LlmException told = LlmException.of(error);
            return kinds.containsKey(told.kind()) ? as(kinds.get(told.kind()), told) : told;
        });
    }

    private static UnaryOperator<LlmDriver> error(int status, UnaryOperator<LlmException> twist) {
        return Twists.failure(error -> {
            LlmException told = LlmException.of(error);
            return told.status().orElse(0) == status ? twist.apply(told) : told;
        });
    }

    /** {@return the error with nothing but its kind, reason and attempts} */
    private static LlmExceptionBuilder bare(LlmException error) {
        return LlmException.builder(error.kind(), String.valueOf(error.getMessage()))
                .reason(error.reason())
                .attempts(error.attempts());
    }

    private static LlmException as(ErrorKind kind, LlmException error) {
        LlmExceptionBuilder made = LlmException.builder(kind, String.valueOf(error.getMessage()))
                .reason(error.reason())
                .phase(error.phase())
                .attempts(error.attempts());
        error.status().ifPresent(made::status);
        error.excerpt().ifPresent(made::excerpt);
        error.partial().ifPresent(made::partial);
        return made.build();
    }
}
