package dev.llmdriver.resilience.chain;

/**
 * What a target's attempts must pass; zero and false for what there is not.
 *
 * @param breaker whether a target that is down is spared
 * @param concurrency the most attempts at one time
 * @param requests the most in a minute
 * @param tokens the most in a minute
 */
record Limits(boolean breaker, int concurrency, long requests, long tokens) {
    static Limits none() {
        return new Limits(false, 0, 0, 0);
    }

    boolean isNone() {
        return equals(none());
    }
}
