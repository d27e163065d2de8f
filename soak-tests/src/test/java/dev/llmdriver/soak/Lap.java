package dev.llmdriver.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.soak.leak.Await;
import dev.llmdriver.soak.leak.Books;
import dev.llmdriver.soak.leak.CountingScheduler;
import dev.llmdriver.testkit.WireTwin;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Servers, a client, and many calls; then the look whether all came to rest. */
final class Lap implements AutoCloseable {
    private static final int MOST_COMPLAINTS = 10;

    private final Settings settings;
    private final Map<Wire, WireTwin> twins = new EnumMap<>(Wire.class);
    private final CountingScheduler scheduler = new CountingScheduler();
    private final Witness witness = new Witness();
    private final Books books = new Books(scheduler);
    private final Audit audit = new Audit(witness, books);
    private final Served served;
    private final Optional<Vertx> lent;
    private final LlmClient client;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "soak-timer"));
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** @param lends whether the client gets event loops instead of making its own */
    Lap(Settings settings, boolean lends) {
        this.settings = settings;
        this.served = new Served(settings.seed());
        for (Wire wire : Wire.values()) {
            WireTwin twin = wire.start();
            served.on(twin, wire);
            twins.put(wire, twin);
        }
        this.lent = lends ? Optional.of(Vertx.vertx()) : Optional.empty();
        this.client = Setup.client(twins, scheduler, witness, books, lent);
    }

    /**
     * Makes calls, many at once, until all have ended.
     *
     * @param numbers gives each call its number
     * @param most the first number that is too high
     * @param goesOn whether there is time for more
     */
    void run(AtomicLong numbers, long most, BooleanSupplier goesOn, Summary summary) {
        try (Workers workers = new Workers()) {
            workers.run(settings.callers(), () -> {
                for (long number = numbers.getAndIncrement();
                        number < most && goesOn.getAsBoolean() && complaints.size() < MOST_COMPLAINTS;
                        number = numbers.getAndIncrement()) {
                    perform(Operation.of(settings.seed(), number), summary);
                }
            });
        }
        assertThat(complaints).as("calls that ended as they must not").isEmpty();
    }

    private void perform(Operation operation, Summary summary) {
        try {
            Ending ending = new Caller(client, timer, operation).call();
            Judge.judge(operation, ending, List.copyOf(served.of(operation.key())))
                    .ifPresent(complaints::add);
            audit.add(operation, ending);
            summary.count(operation, ending);
        } catch (RuntimeException | Error thrown) {
            complaints.add(operation + " threw " + thrown + " at " + List.of(thrown.getStackTrace()));
        }
    }

    /** Waits until nothing is under way any more, and compares what everybody has counted. */
    void checkRest(Summary summary) {
        Await.until("attempts to end", () -> unended() == 0, this::unended);
        Await.until("alarms to be called off", () -> scheduler.pending() == 0, scheduler::pending);
        audit.check();
        checkLedgers();
        summary.count(served.counts(), scheduler.scheduled());
    }

    private long unended() {
        return witness.keys().stream()
                .flatMap(key -> witness.attempts(key).stream())
                .filter(attempt -> attempt.duration().isEmpty())
                .count();
    }

    /** Each request that a server saw is an attempt, and each attempt that no server saw failed without an answer. */
    private void checkLedgers() {
        for (String key : witness.keys()) {
            int seen = served.of(key).size();
            long attempts = witness.attempts(key).size();
            long answered = witness.attempts(key).stream()
                    .filter(attempt ->
                            attempt.status().isPresent() || attempt.error().isEmpty())
                    .count();
            assertThat((long) seen)
                    .as("requests for %s, whose attempts are %s", key, witness.attempts(key))
                    .isBetween(answered, attempts);
        }
    }

    /** Closes the client, and waits until its servers see no connection of it. */
    @Override
    public void close() {
        client.close();
        twins.values().forEach(twin -> twin.awaitNoConnections(Await.BOUND));
        assertThat(scheduler.pending()).as("alarms of a closed client").isZero();
        lent.ifPresent(Vertx::close);
        twins.values().forEach(WireTwin::close);
        timer.shutdownNow();
        try {
            assertThat(timer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts this wait", unexpected);
        }
    }
}
