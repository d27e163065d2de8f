package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Lets attempts through as limits of requests and tokens allow, and those wait that may. Each key of a pool has limits of its own. */
public final class RateLimitGate implements Gate {
    /** A token is about four letters; the bound of a request counts each byte as one. */
    private static final long BYTES_OF_A_TOKEN = 4;

    private final Settings settings;
    /** By the label of a pool's key, of which there are as many as are configured. */
    private final Map<String, Limited> byKey = new ConcurrentHashMap<>();

    /** Creates a gate before which nobody stands. */
    public RateLimitGate(Settings settings) {
        this.settings = settings;
    }

    /**
     * What a limiter is made of.
     *
     * @param limits of one scope, at least one
     * @param store counts
     * @param maxWait the longest wait
     * @param assumedTokens where a request bounds its input or output by nothing
     * @param onLimit told of each limit when it is first asked for
     */
    public record Settings(
            List<Limit> limits, LimitStore store, Duration maxWait, long assumedTokens, Consumer<Limit> onLimit) {}

    /** The limits of one key, and who waits for them. */
    private record Limited(List<Limit> limits, Line line) {}

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        Limited limited = byKey.computeIfAbsent(
                ask.call().attribute(CallContext.KEY_LABEL).orElse(""), this::limited);
        List<Share> shares = shares(ask, limited.limits());
        Optional<Share> tooLarge = shares.stream()
                .filter(share -> share.amount() > share.limit().most())
                .findFirst();
        if (tooLarge.isPresent()) {
            return CompletableFuture.failedFuture(
                    Refusal.tooLarge(ask, tooLarge.get(), "set a lower maxTokens, send less, or raise the limit"));
        }
        Waiter waiter = new Waiter(
                limited.line(),
                ask,
                shares,
                reservation -> new RateLimitPass(ask, settings.store(), reservation, shares, limited.line()),
                settings.maxWait());
        limited.line().enter(waiter);
        return waiter.pass();
    }

    private Limited limited(String label) {
        List<Limit> limits = settings.limits().stream()
                .map(limit -> label.isEmpty() ? limit : limit.withScope(limit.scope() + "/" + label))
                .toList();
        limits.forEach(settings.onLimit());
        return new Limited(limits, new Line(settings.store(), limits.size()));
    }

    private List<Share> shares(Ask ask, List<Limit> limits) {
        boolean counts = limits.stream().anyMatch(limit -> limit.unit() == Unit.TOKENS);
        long tokens = counts ? tokens(ask.size().get()) : 0;
        return limits.stream()
                .map(limit -> new Share(limit, limit.unit() == Unit.TOKENS ? tokens : 1))
                .toList();
    }

    private long tokens(Size size) {
        long input =
                size.input().isPresent() ? size.input().getAsLong() / BYTES_OF_A_TOKEN + 1 : settings.assumedTokens();
        return input + size.output().orElse(settings.assumedTokens());
    }
}
