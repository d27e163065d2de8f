package dev.llmdriver.http;

import dev.llmdriver.error.LlmExceptionBuilder;

/** Turns what a provider said into a typed error: a driver's parser of error bodies in front of its {@link ErrorTable}. Thread-safe. */
@FunctionalInterface
public interface ErrorClassifier {
    /**
     * Classifies an error. Runs on an event loop, so it must not block.
     *
     * @param facts what is known: from the endpoint status, headers, address and body; the driver parses message, code and type
     * @return the error; the endpoint adds who was asked, request id, phase and attempts, and removes keys
     */
    LlmExceptionBuilder classify(ErrorFacts facts);

    /**
     * Tells whether a body is an error of this provider's, whatever its status was; asked where it is not the answer that was to come.
     *
     * @param facts the body at least
     * @return by default whether it is an object with an {@code error}
     */
    default boolean isError(ErrorFacts facts) {
        return facts.json().hasNonNull("error");
    }
}
