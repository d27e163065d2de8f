package dev.llmdriver.testkit.tck;

import org.jspecify.annotations.Nullable;

/**
 * What became of one rule.
 *
 * @param rule the rule's number in {@code docs/CONTRACT.md}
 * @param status what became of it
 * @param reason why it failed or was skipped, or what was left out although it passed; else empty
 * @param failure what was thrown; null unless it failed
 */
public record TckResult(
        String rule, Status status, String reason, @Nullable Throwable failure) {
    /** What became of a rule. */
    public enum Status {
        /** It is kept. */
        PASSED,
        /** It is broken. */
        FAILED,
        /** It could not be proved. */
        SKIPPED
    }

    static TckResult passed(String rule, String leftOut) {
        return new TckResult(rule, Status.PASSED, leftOut, null);
    }

    static TckResult skipped(String rule, String reason) {
        return new TckResult(rule, Status.SKIPPED, reason, null);
    }

    static TckResult failed(String rule, Throwable failure) {
        return new TckResult(rule, Status.FAILED, String.valueOf(failure.getMessage()), failure);
    }
}
