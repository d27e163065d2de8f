package dev.llmdriver.resilience.internal;

/** Counts what is taken of the window that is now. Not thread-safe: the store has the lock. */
interface Tally {
    /** {@return what is left; below zero if more was taken} */
    long available();

    /** Takes, whether it is there or not; what is not is owed by the windows to come. */
    void take(long amount);

    /** Puts back what was taken in this window. */
    void giveBack(long amount);
}
