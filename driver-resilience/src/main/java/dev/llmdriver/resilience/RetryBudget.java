package dev.llmdriver.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries from doubling the load of a provider that is down: a bucket of tokens that calls to one provider share. A retry takes
 * a token unless the provider itself named the time to come back; ten answered calls give one back. An empty bucket means that calls
 * fail with their first error. Thread-safe.
 */
public final class RetryBudget {
    private static final int STANDARD_TOKENS = 100;
    private static final long TENTHS = 10;

    private final long capacity;
    private final AtomicLong tenths;

    private RetryBudget(long capacity) {
        this.capacity = capacity;
        this.tenths = new AtomicLong(capacity);
    }

    /** {@return a full bucket of 100 tokens} */
    public static RetryBudget standard() {
        return of(STANDARD_TOKENS);
    }

    /**
     * Creates a full bucket.
     *
     * @param tokens how many retries may follow one another while nothing is answered; zero or more
     * @return the bucket
     */
    public static RetryBudget of(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a budget of retries must be zero or more: " + tokens);
        }
        return new RetryBudget(tokens * TENTHS);
    }

    /** {@return whether there was a token to take} */
    public boolean tryTake() {
        long before = tenths.getAndUpdate(now -> now >= TENTHS ? now - TENTHS : now);
        return before >= TENTHS;
    }

    /** Tells that a call was answered. */
    public void answered() {
        if (tenths.get() < capacity) {
            tenths.updateAndGet(now -> Math.min(capacity, now + 1));
        }
    }

    @Override
    public String toString() {
        return "RetryBudget[" + tenths.get() / TENTHS + " of " + capacity / TENTHS + "]";
    }
}
