package dev.llmdriver.resilience.internal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One key of a pool, and for what it is of no use at present. Thread-safe. */
final class PoolKey {
    /** Models of which more are not remembered: a key that is tried too early is only refused again. */
    static final int MOST = 1000;

    private final String label;
    private final Secret secret;
    /** Limits go by key and model; who has none for one model may serve another. */
    private final Cache<ModelRef, Rest> rests =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    /** The value that a provider refused; never shown. */
    private volatile @Nullable String refused;

    PoolKey(String label, Secret secret) {
        this.label = label;
        this.secret = secret;
    }

    /**
     * Why and how long a key rests.
     *
     * @param kind the provider's word
     * @param reason the finer one
     * @param until by the calls' clock, in nanoseconds
     */
    record Rest(ErrorKind kind, String reason, long until) {}

    String label() {
        return label;
    }

    Secret secret() {
        return secret;
    }

    boolean isReady(ModelRef ref, long now) {
        return !isRefused() && rest(ref, now).isEmpty();
    }

    /** {@return whether the provider refused the value that the key still has} */
    boolean isRefused() {
        String value = refused;
        return value != null && value.equals(value());
    }

    /** {@return the value; empty if its source fails, which the driver will say better} */
    String value() {
        try {
            return secret.reveal();
        } catch (RuntimeException sourceFailed) {
            return "";
        }
    }

    Optional<Rest> rest(ModelRef ref, long now) {
        return Optional.ofNullable(rests.getIfPresent(ref)).filter(rest -> rest.until() > now);
    }

    void rest(ModelRef ref, Rest rest) {
        rests.asMap().merge(ref, rest, (one, other) -> one.until() > other.until() ? one : other);
    }

    /** {@return for about how many models the key is put aside} */
    long size() {
        rests.cleanUp();
        return rests.estimatedSize();
    }

    void refuse(String value) {
        refused = value;
    }

    @Override
    public String toString() {
        return label;
    }
}
