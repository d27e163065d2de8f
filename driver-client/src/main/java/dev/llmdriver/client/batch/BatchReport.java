package dev.llmdriver.client.batch;

import java.util.List;

/**
 * How far a batch's files are.
 *
 * @param total lines of the input that are not blank
 * @param done lines that have a result in the output
 * @param failed those among them whose result is a failure
 * @param open numbers of the lines that were sent, but have no result; the next run sends them again
 * @param resent lines that were sent again because a run had ended before their result was written
 * @param firstFailure wire name of the {@link dev.llmdriver.error.ErrorKind kind} of the first line's failure that failed; empty if none did
 */
public record BatchReport(int total, int done, int failed, List<Integer> open, int resent, String firstFailure) {
    /** Copies the list. */
    public BatchReport {
        open = List.copyOf(open);
    }

    /** {@return whether every line has a result} */
    public boolean isComplete() {
        return done == total;
    }
}
