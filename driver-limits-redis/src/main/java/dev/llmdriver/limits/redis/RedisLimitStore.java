package dev.llmdriver.limits.redis;

import dev.llmdriver.limits.redis.internal.Addresses;
import dev.llmdriver.limits.redis.internal.Ledger;
import dev.llmdriver.limits.redis.internal.RedisClock;
import dev.llmdriver.limits.redis.internal.RedisLink;
import dev.llmdriver.limits.redis.internal.Result;
import dev.llmdriver.limits.redis.internal.ServerClock;
import dev.llmdriver.limits.redis.internal.Step;
import dev.llmdriver.limits.redis.internal.Step.Mode;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts in a Redis, for all processes that use the same one, by that server's clock. Connects when it is first used, and again
 * whenever it has to: while Redis is away steps fail within about two seconds, and what was counted before is still there if Redis kept
 * it; what was used meanwhile is booked if Redis is back within a minute. An answer that is lost on its way may leave something taken
 * until its window is over; never less. Windows that are over are forgotten by themselves. Thread-safe; never blocks.
 */
public final class RedisLimitStore implements LimitStore, AutoCloseable {
    private static final String PREFIX = "llm-driver";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofDays(366);

    private final Ledger ledger;

    RedisLimitStore(RedisLink link, String prefix, RedisClock clock) {
        this.ledger = new Ledger(link, prefix, clock);
    }

    /**
     * Counts under keys that begin with {@code {llm-driver}}.
     *
     * @param address such as {@code redis://host:6379/0}, {@code redis://user:password@host} or, with TLS, {@code rediss://host}
     * @return a store; nothing is connected yet
     * @throws IllegalArgumentException if that is no address
     */
    public static RedisLimitStore of(String address) {
        return of(address, PREFIX);
    }

    /**
     * Counts under keys of one's own, where several applications share a Redis and not their limits.
     *
     * @param address such as {@code redis://host:6379/0}
     * @param prefix with which the keys begin, in braces; not empty, without braces
     * @return a store; nothing is connected yet
     * @throws IllegalArgumentException if that is no address, or no prefix
     */
    public static RedisLimitStore of(String address, String prefix) {
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
            throw new IllegalArgumentException(
                    "expected a prefix without braces that is not empty, but got '" + prefix + "'");
        }
        return new RedisLimitStore(link(address, PATIENCE), prefix, new ServerClock());
    }

    static RedisLink link(String address, Duration patience) {
        return new RedisLink(Addresses.parse(address), script(), patience);
    }

    private static String script() {
        try (InputStream file = RedisLink.class.getResourceAsStream("limits.lua")) {
            return new String(Objects.requireNonNull(file, "limits.lua").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<Verdict> take(List<Share> shares) {
        shares.forEach(RedisLimitStore::check);
        List<Step.Part> parts = shares.stream()
                .map(share -> new Step.Part(share.limit(), share.amount(), ""))
                .toList();
        return ledger.run(new Step(Mode.TAKE, parts))
                .thenApply(result -> result.done() ? new Taken(shares, result.windows()) : result.wait(shares));
    }

    private static void check(Share share) {
        if (share.amount() < 0 || share.amount() > share.limit().most()) {
            throw new IllegalArgumentException("a window never holds the share that is to be taken: " + share);
        }
    }

    @Override
    public CompletionStage<Wait> foresee(List<Share> shares) {
        List<Step.Part> parts = shares.stream()
                .map(share -> new Step.Part(share.limit(), 0, ""))
                .toList();
        return ledger.run(new Step(Mode.FORESEE, parts)).thenApply(result -> result.wait(shares));
    }

    @Override
    public CompletionStage<Void> close(List<Limit> limits, Duration time) {
        Duration shorter = time.compareTo(LONGEST_CLOSING) > 0 ? LONGEST_CLOSING : time;
        Duration bounded = shorter.isNegative() ? Duration.ZERO : shorter;
        List<Step.Part> parts = limits.stream()
                .map(limit -> new Step.Part(limit, bounded.toSeconds(), Integer.toString(bounded.toNanosPart())))
                .toList();
        return ledger.run(new Step(Mode.CLOSE, parts)).thenAccept(RedisLimitStore::ignore);
    }

    private static void ignore(Result result) {}

    @Override
    public long remaining(Limit limit) {
        return ledger.remaining(limit);
    }

    /**
     * Lets go of the connection, once what is being taken and booked has been; what is asked afterwards fails. What is counted stays.
     * Idempotent; waits for nothing.
     */
    @Override
    public void close() {
        ledger.close();
    }

    @Override
    public String toString() {
        return "RedisLimitStore[" + ledger + "]";
    }

    private final class Taken implements Reservation {
        private final List<Share> shares;
        private final List<String> windows;
        private final AtomicBoolean settled = new AtomicBoolean();

        Taken(List<Share> shares, List<String> windows) {
            this.shares = shares;
            this.windows = windows;
        }

        @Override
        public CompletionStage<Void> settle(List<Share> used) {
            if (settled.getAndSet(true)) {
                return CompletableFuture.completedFuture(null);
            }
            List<Step.Part> parts = new ArrayList<>();
            for (int i = 0; i < shares.size(); i++) {
                Share share = shares.get(i);
                parts.add(new Step.Part(share.limit(), used.get(i).amount() - share.amount(), windows.get(i)));
            }
            return ledger.insist(new Step(Mode.SETTLE, parts)).thenAccept(RedisLimitStore::ignore);
        }
    }
}
