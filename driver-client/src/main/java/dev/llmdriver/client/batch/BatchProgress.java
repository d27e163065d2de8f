package dev.llmdriver.client.batch;

/**
 * How far a batch is.
 *
 * @param done requests with a result that was handed on
 * @param failed those among them whose result is a failure
 * @param running calls under way
 * @param inputTokens tokens in, of all answers whose provider counted them
 * @param outputTokens tokens out, of all answers whose provider counted them
 */
public record BatchProgress(long done, long failed, int running, long inputTokens, long outputTokens) {
    /** Nothing yet. */
    static final BatchProgress NONE = new BatchProgress(0, 0, 0, 0, 0);

    BatchProgress plus(Outcome<?> outcome, int nowRunning) {
        if (outcome.answer() == null) {
            return new BatchProgress(done + 1, failed + 1, nowRunning, inputTokens, outputTokens);
        }
        return outcome.answer()
                .usage()
                .map(usage -> new BatchProgress(
                        done + 1,
                        failed,
                        nowRunning,
                        inputTokens + usage.input().orElse(0),
                        outputTokens + usage.output().orElse(0)))
                .orElseGet(() -> new BatchProgress(done + 1, failed, nowRunning, inputTokens, outputTokens));
    }
}
