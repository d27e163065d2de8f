package dev.llmdriver.resilience;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * When a call goes on to the next target. Immutable.
 *
 * <p>By default it does after every error whose advice is to ask somebody else, to retry, or to wait and retry: by then the target has
 * used up its own tries. After a wrong key, a request that must be mended, refused content or a cancel it does not: the next target
 * would do no better, or hide a fault that a person must mend.
 */
public final class FallbackPolicy {
    private final Map<ErrorKind, Boolean> kinds;
    private final boolean waitsForLoading;

    private FallbackPolicy(Builder builder) {
        this.kinds = new EnumMap<>(builder.kinds);
        this.waitsForLoading = builder.waitsForLoading;
    }

    /** {@return the policy of a builder that nothing was set in} */
    public static FallbackPolicy defaults() {
        return builder().build();
    }

    /** {@return a builder of the default policy} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Decides.
     *
     * @param failure how a target failed
     * @return whether the next one is asked
     */
    public boolean isEligible(LlmException failure) {
        Boolean said = kinds.get(failure.kind());
        return said == null ? isAdvised(failure) : said;
    }

    private static boolean isAdvised(LlmException failure) {
        return switch (failure.advice()) {
            case NEXT_TARGET, RETRY, WAIT_THEN_RETRY -> failure.kind() != ErrorKind.CANCELLED;
            default -> false;
        };
    }

    /** {@return whether a call waits for a model to be loaded although there is another target; true by default} */
    public boolean waitsForLoading() {
        return waitsForLoading;
    }

    @Override
    public String toString() {
        return "FallbackPolicy[kinds=" + kinds + ", waitsForLoading=" + waitsForLoading + "]";
    }

    /** Changes the default policy. Not thread-safe. */
    public static final class Builder {
        private final Map<ErrorKind, Boolean> kinds = new EnumMap<>(ErrorKind.class);
        private boolean waitsForLoading = true;

        private Builder() {}

        /** Goes on after errors of this kind, whatever they advise; a cancel excepted. */
        public Builder on(ErrorKind kind) {
            if (kind == ErrorKind.CANCELLED) {
                throw new IllegalArgumentException("a call that was cancelled goes nowhere: name another kind");
            }
            kinds.put(kind, true);
            return this;
        }

        /** Stops after errors of this kind, whatever they advise. */
        public Builder notOn(ErrorKind kind) {
            kinds.put(Objects.requireNonNull(kind, "kind"), false);
            return this;
        }

        /**
         * Sets what happens while a target loads its model: wait for it, which is the default, or go on to the next target at once. The
         * last target is waited for in any case.
         *
         * @param waits whether to wait
         * @return this builder
         */
        public Builder waitForLoading(boolean waits) {
            this.waitsForLoading = waits;
            return this;
        }

        /** {@return the policy} */
        public FallbackPolicy build() {
            return new FallbackPolicy(this);
        }
    }
}
