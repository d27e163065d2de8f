package dev.llmdriver.client.batch;

import java.util.Objects;

/**
 * What a batch must know of a line that it has written.
 *
 * @param line the number of the input's line whose result it is, from 1
 * @param failure the wire name of the failure's {@link dev.llmdriver.error.ErrorKind kind}; empty if it is an answer
 */
public record BatchMark(int line, String failure) {
    /** Checks that nothing is missing. */
    public BatchMark {
        Objects.requireNonNull(failure, "failure");
    }
}
