package dev.llmdriver.micrometer.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import io.micrometer.observation.Observation;

/**
 * One observation, written to by its run alone. What every span of a kind has, and has few values of, is of low cardinality, so that a
 * handler that makes meters of observations finds the same keys each time; all else is not.
 */
record Span(Observation observation) {
    static Span of(Observation observation, Target target) {
        observation
                .lowCardinalityKeyValue(GenAi.OPERATION, target.operation())
                .lowCardinalityKeyValue(GenAi.PROVIDER, target.provider())
                .lowCardinalityKeyValue(GenAi.REQUEST_MODEL, target.model());
        return new Span(observation);
    }

    void set(String key, String value) {
        observation.highCardinalityKeyValue(key, value);
    }

    void set(String key, long value) {
        set(key, Long.toString(value));
    }

    void server(Server server) {
        if (!server.address().isEmpty()) {
            set(GenAi.SERVER_ADDRESS, server.address());
            set(GenAi.SERVER_PORT, server.port());
        }
    }

    void start(String name) {
        observation.contextualName(name).start();
    }

    void stop() {
        observation.stop();
    }

    /** That a caller gave up is no error of the service, so the span stays without. */
    void stop(LlmException failure) {
        if (failure.kind() != ErrorKind.CANCELLED) {
            set(GenAi.ERROR_TYPE, failure.kind().wireName());
            observation.error(bare(failure));
        }
        observation.stop();
    }

    /** {@return the error without what its causes, or what had come of the answer, might tell} */
    private static LlmException bare(LlmException failure) {
        LlmExceptionBuilder copy = LlmException.builder(failure.kind(), String.valueOf(failure.getMessage()))
                .reason(failure.reason());
        failure.status().ifPresent(copy::status);
        LlmException bare = copy.build();
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }
}
