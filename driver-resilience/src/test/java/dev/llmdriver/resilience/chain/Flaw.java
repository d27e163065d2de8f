package dev.llmdriver.resilience.chain;

/** What a retry can do wrong. */
enum Flaw {
    NONE,
    BEYOND_THE_CAP,
    AFTER_COMMIT,
    AFTER_CANCEL,
    AFTER_DEADLINE,
    ON_ANY_HINT,
    TOO_OFTEN,
    MULTIPLIES
}
