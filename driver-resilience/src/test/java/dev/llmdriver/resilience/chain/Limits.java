package dev.llmdriver.resilience.chain;

import dev.llmdriver.Price;

/**
 * What a target's attempts must pass; zero and false for what there is not.
 *
 * @param breaker whether a target that is down is spared
 * @param concurrency the most attempts at one time
 * @param requests the most in a minute
 * @param tokens the most in a minute
 * @param keys how many there are to choose from
 * @param nanoDollars what may be spent in all
 */
record Limits(boolean breaker, int concurrency, long requests, long tokens, int keys, long nanoDollars) {
    /** A thousand nano-dollars for a token, in and out. */
    static final Price PRICE = Price.ofDollarsPerMillion(1, 1);

    static final long PER_TOKEN = 1000;

    /** What each answer takes: as much as it may. */
    static final int TOKENS = 102;

    static Limits none() {
        return new Limits(false, 0, 0, 0, 0, 0);
    }
}
