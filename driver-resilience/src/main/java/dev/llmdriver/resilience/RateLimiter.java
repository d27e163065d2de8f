package dev.llmdriver.resilience;

import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.internal.RateLimitGate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests and tokens that leave in windows of time. An attempt takes a request, and as many tokens as it is estimated to
 * need (a quarter of its input's bytes, and its limit of output), from all windows at once; when it ends, what was really used is
 * booked instead, and what never left is given back. Attempts that find a window used up wait in order of arrival, if the wait fits
 * in {@code maxWait} and in what is left of the call's deadline; otherwise they fail at once with a
 * {@link dev.llmdriver.error.LimitExceededException}, reason {@code rate_limit}, that says when to come back, or {@code too_large} if
 * no window ever holds as much. When the provider says that its own limit is reached and until when, the windows are closed for as
 * long. All engines of one key and model share one limiter; the keys of a pool each have windows of their own. Thread-safe.
 */
public final class RateLimiter {
    private final List<Limit> limits;
    private final LimitStore store;
    private final Consumer<LimitGauge> gauges;
    private final RateLimitGate gate;

    private RateLimiter(Builder builder) {
        this.limits = builder.limits();
        this.store = builder.store == null ? LimitStore.inProcess(Scheduler.system()) : builder.store;
        this.gauges = builder.gauges;
        // Who has the gate has this limiter through it, so that one who looks for it by a weak reference finds it.
        this.gate = new RateLimitGate(new RateLimitGate.Settings(
                limits, store, builder.maxWait, builder.assumedTokens, limit -> gauges.accept(limit.gauge(store))));
    }

    /**
     * Begins a limiter.
     *
     * @param scope whose limits they are, such as the name of the model; attempts of the same scope share their windows in one store
     * @return a builder without limits, in which a call waits for at most 60 s
     */
    public static Builder builder(String scope) {
        return new Builder(scope);
    }

    Gate gate() {
        return gate;
    }

    @Override
    public String toString() {
        return "RateLimiter" + limits;
    }

    /** Puts limits together. Not thread-safe. */
    public static final class Builder {
        private final String scope;
        private final Map<Span, Long> requests = new EnumMap<>(Span.class);
        private final Map<Span, Long> tokens = new EnumMap<>(Span.class);
        private ZoneId zone = ZoneOffset.UTC;
        private Duration maxWait = Duration.ofMinutes(1);
        private long assumedTokens = 1000;
        private @Nullable LimitStore store;
        private Consumer<LimitGauge> gauges = gauge -> {};

        private Builder(String scope) {
            this.scope = Objects.requireNonNull(scope, "scope");
        }

        /** Sets the most requests in a window, 1 to 10¹²; one limit for each length. */
        public Builder requests(Span span, long most) {
            requests.put(span, most);
            return this;
        }

        /** Sets the most tokens in a window, in and out together, 1 to 10¹²; one limit for each length. */
        public Builder tokens(Span span, long most) {
            tokens.put(span, most);
            return this;
        }

        /** Sets where days and months begin: UTC by default. */
        public Builder zone(ZoneId days) {
            this.zone = Objects.requireNonNull(days, "days");
            return this;
        }

        /** Sets how long an attempt may wait for its turn: 60 s by default; zero means that it never waits. */
        public Builder maxWait(Duration longest) {
            if (longest.isNegative()) {
                throw new IllegalArgumentException("a wait must be zero or more: " + longest);
            }
            this.maxWait = longest;
            return this;
        }

        /**
         * Sets the tokens that are reserved for an input that its bytes say nothing of, such as a picture, and for an output without
         * {@code maxTokens}, each: 1,000 by default, zero or more.
         */
        public Builder assumedTokens(long assumed) {
            if (assumed < 0) {
                throw new IllegalArgumentException("assumed tokens must be zero or more: " + assumed);
            }
            this.assumedTokens = assumed;
            return this;
        }

        /** Sets who counts: in memory and by the system's clock by default. */
        public Builder store(LimitStore counts) {
            this.store = Objects.requireNonNull(counts, "counts");
            return this;
        }

        /** Sets who hears of each window when a first attempt comes to it, such as an integration of metrics. */
        public Builder gauges(Consumer<LimitGauge> listener) {
            this.gauges = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the limiter.
         *
         * @return a limiter in whose windows nothing was taken by it
         * @throws IllegalArgumentException if there is no limit, or an amount that no window can hold
         */
        public RateLimiter build() {
            return new RateLimiter(this);
        }

        private List<Limit> limits() {
            if (requests.isEmpty() && tokens.isEmpty()) {
                throw new IllegalArgumentException(
                        "a limiter needs at least one limit, such as 60 requests per minute");
            }
            return Stream.concat(limits(Unit.REQUESTS, requests), limits(Unit.TOKENS, tokens))
                    .toList();
        }

        private Stream<Limit> limits(Unit unit, Map<Span, Long> mosts) {
            return mosts.entrySet().stream().map(most -> new Limit(scope, unit, most.getKey(), most.getValue(), zone));
        }
    }
}
