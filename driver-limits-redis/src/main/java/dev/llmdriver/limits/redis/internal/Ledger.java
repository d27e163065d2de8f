package dev.llmdriver.limits.redis.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.llmdriver.resilience.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has the server do steps, and remembers what it answered. Windows are reckoned here, for Redis knows no calendar, by what is believed
 * to be its time; if it has another time by now it refuses and says which, and they are reckoned again. Thread-safe.
 */
public final class Ledger {
    /** The first one may know nothing of the server's time, the next a window that was just over; more means that time is wrong. */
    private static final int ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A minute and more. */
    private static final int INSISTENCE = 20;

    private static final int HEAD = 2;
    private static final int FIELDS = 3;

    private final RedisLink link;
    private final String prefix;
    private final RedisClock clock;
    private final Seen seen = new Seen();
    private final Map<Object, CompletableFuture<Result>> underWay = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Knows nothing yet.
     *
     * @param link to the server
     * @param prefix of all keys
     * @param clock the server's time
     */
    public Ledger(RedisLink link, String prefix, RedisClock clock) {
        this.link = link;
        this.prefix = prefix;
        this.clock = clock;
    }

    /** {@return what is left of a limit, as far as is known} */
    public long remaining(Limit limit) {
        return counted(limit).remaining(limit, clock.now());
    }

    private Counted counted(Limit limit) {
        return seen.of(limit);
    }

    /** {@return what became of a step} */
    public CompletionStage<Result> run(Step step) {
        Object key = new Object();
        CompletableFuture<Result> done = begun(key, step);
        CompletionStage<Result> over = done;
        over.whenComplete((result, failure) -> underWay.remove(key));
        return done;
    }

    /** {@return what became of a step that is to be done although Redis may be away for a minute: what was used is known only here} */
    public CompletionStage<Result> insist(Step step) {
        return insist(step, PAUSE, INSISTENCE);
    }

    /** Only what surely was not done is done again, or it would be counted twice. */
    private CompletionStage<Result> insist(Step step, Duration pause, int attempts) {
        return run(step).exceptionallyCompose(failure -> {
            if (attempts == 1 || !RedisLink.neverRan(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            Duration next = pause.multipliedBy(2);
            return CompletableFuture.runAsync(
                            () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), MILLISECONDS))
                    .thenCompose(rested ->
                            insist(step, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next, attempts - 1));
        });
    }

    private synchronized CompletableFuture<Result> begun(Object key, Step step) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the store of limits is closed"));
        }
        CompletableFuture<Result> done = run(step, ATTEMPTS).toCompletableFuture();
        underWay.put(key, done);
        return done;
    }

    private CompletionStage<Result> run(Step step, int attempts) {
        if (attempts == 0) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "the time of the store of limits at " + link + " leaps; is its clock in order?"));
        }
        String[] keys = step.parts().stream().map(part -> key(part.limit())).toArray(String[]::new);
        return link.run(keys, args(step)).thenCompose(answer -> {
            Result result = read(step, answer);
            return answer.get(0).equals("again") ? run(step, attempts - 1) : CompletableFuture.completedFuture(result);
        });
    }

    /** All keys have one hash tag, so that a cluster has them in one place and a step can be one there. UTC has several names. */
    private String key(Limit limit) {
        String calendar = switch (limit.span()) {
            case MINUTE, HOUR, TOTAL -> "";
            case DAY, MONTH -> ":" + limit.zone().normalized();
        };
        return "{" + prefix + "}:" + limit.unit().wireName() + ":"
                + limit.span().wireName() + calendar + ":" + limit.scope();
    }

    private String[] args(Step step) {
        Instant now = clock.now();
        Instant told = clock.told();
        List<String> args = new ArrayList<>();
        args.add(step.mode().name().toLowerCase(Locale.ROOT));
        args.add(told.equals(Instant.MIN) ? "" : Moments.text(told));
        for (Step.Part part : step.parts()) {
            Limit limit = part.limit();
            Counted last = counted(limit);
            args.add(Long.toString(part.amount()));
            args.add(Moments.text(limit.begin(now)));
            args.add(Moments.text(limit.later(now, 1)));
            args.add(Long.toString(limit.most()));
            args.add(Long.toString(Moments.seconds(limit)));
            args.add(Moments.text(last.end()));
            args.add(Long.toString(last.paid(limit, now)));
            args.add(part.held());
        }
        return args.toArray(String[]::new);
    }

    private Result read(Step step, List<String> answer) {
        Instant now = Moments.parse(answer.get(1));
        clock.heard(now);
        List<Counted> counts = new ArrayList<>();
        for (int i = 0; i < step.parts().size(); i++) {
            int at = HEAD + i * FIELDS;
            Counted counted = Counted.of(answer.get(at), answer.get(at + 1), answer.get(at + 2));
            counts.add(counted);
            seen.note(step.parts().get(i).limit(), counted);
        }
        return new Result(answer.get(0).equals("done"), now, counts);
    }

    /** {@return of how many limits something is remembered} */
    public int size() {
        return seen.size();
    }

    /** Lets go of the server, once what is under way has been done: it may book what was used. Waits for nothing. */
    public void close() {
        CompletionStage<Void> last = lastOnes();
        last.whenComplete((done, failure) -> link.close());
    }

    private synchronized CompletableFuture<Void> lastOnes() {
        closed = true;
        return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new));
    }

    @Override
    public String toString() {
        return link.toString();
    }
}
