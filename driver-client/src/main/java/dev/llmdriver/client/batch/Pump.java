package dev.llmdriver.client.batch;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of calls under way and hands their outcomes to one receiver. Whatever happens is a task, and one thread at a
 * time runs all that are due, so nothing here is locked; after each group of tasks come the outcomes, and then the next calls.
 *
 * @param <T> what one call is made for
 */
final class Pump<T> {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final Room room;
    private final Source<T> source;
    private final Function<T, CompletableFuture<ChatResponse>> calls;
    private final Receiver<T> receiver;
    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger due = new AtomicInteger();

    /** Changed by tasks alone, but read by who cancels, too. */
    private final Map<Long, CompletableFuture<ChatResponse>> open = new ConcurrentHashMap<>();

    private final Ready<T> ready;
    private long demand;
    private long begun;
    private volatile boolean exhausted;
    private volatile boolean ended;

    /** Where the work comes from. */
    @FunctionalInterface
    interface Source<T> {
        /** {@return at least one piece of work and at most this many; none once there is no more} */
        List<T> take(int atMost);
    }

    /** Who gets the outcomes. What it throws ends everything. */
    interface Receiver<T> {
        void outcome(Outcome<T> outcome);

        /** All outcomes that are there were given, as far as they were asked for; now other calls begin. */
        void pause();

        /** Nothing more comes; with what the source or the receiver threw, if that is why. */
        void ended(@Nullable Throwable failure);
    }

    /**
     * How much there may be at a time.
     *
     * @param concurrency calls under way
     * @param window calls under way and outcomes that nobody has taken
     * @param inOrder whether outcomes come in the order of their work
     */
    record Room(int concurrency, int window, boolean inOrder) {}

    Pump(
            Room room,
            Source<T> source,
            Function<T, CompletableFuture<ChatResponse>> calls,
            Receiver<T> receiver,
            Executor executor) {
        this.room = room;
        this.source = source;
        this.calls = calls;
        this.receiver = receiver;
        this.executor = executor;
        this.ready = room.inOrder() ? Ready.inOrder() : Ready.asTheyCome();
    }

    /** Asks for this many more outcomes; the first time, it sets everything going. */
    void request(long more) {
        execute(() -> demand = demand + more < 0 ? Long.MAX_VALUE : demand + more);
    }

    /** Begins no further calls; those under way go on. */
    void stop() {
        exhausted = true;
        execute(() -> {});
    }

    /** Begins no further calls and cancels those under way; their outcomes say so. */
    void abort() {
        exhausted = true;
        cancelAll();
    }

    /** The same, and the receiver hears nothing more. */
    void cancel() {
        ended = true;
        cancelAll();
    }

    /** At once, for the tasks wait for a source or a receiver that takes its time; and once more what was begun meanwhile. */
    private void cancelAll() {
        cancelOpen();
        execute(this::cancelOpen);
    }

    /** Ends with a failure, as if the receiver had thrown it. */
    void fail(Throwable failure) {
        execute(() -> end(failure));
    }

    /** {@return the calls under way; only for the receiver, while it is called} */
    int running() {
        return open.size();
    }

    private void execute(Runnable task) {
        tasks.add(task);
        if (due.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen = due.get();
        while (seen != 0) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            turn();
            seen = due.addAndGet(-seen);
        }
    }

    private void turn() {
        if (ended || (demand == 0 && begun == 0)) {
            return;
        }
        try {
            give();
            receiver.pause();
            begin();
        } catch (RuntimeException | Error thrown) { // whoever waits for the end must hear of it
            end(thrown);
            return;
        }
        if (exhausted && open.isEmpty() && ready.isEmpty()) {
            end(null);
        }
    }

    private void give() {
        while (demand > 0 && ready.hasNext() && !ended) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            receiver.outcome(ready.next());
        }
    }

    private void begin() {
        int free = free();
        while (free > 0 && !exhausted && !ended) {
            List<T> work = source.take(free);
            if (work.isEmpty()) {
                exhausted = true;
            }
            work.forEach(this::begin);
            free = free();
        }
    }

    private int free() {
        return Math.min(room.concurrency() - open.size(), room.window() - open.size() - ready.size());
    }

    private void begin(T work) {
        if (ended) {
            return; // cancelled while the source was asked
        }
        long number = begun++;
        CompletableFuture<ChatResponse> call = call(work);
        open.put(number, call);
        call.whenComplete((answer, failure) -> execute(() -> {
            open.remove(number);
            ready.add(new Outcome<>(number, work, answer, failure == null ? null : LlmException.of(failure)));
        }));
    }

    private CompletableFuture<ChatResponse> call(T work) {
        try {
            return Objects.requireNonNull(calls.apply(work), "a model gave no future");
        } catch (RuntimeException | Error refused) { // an error, too, is this call's alone
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void cancelOpen() {
        open.values().forEach(Pump::cancel);
    }

    /** What one call throws keeps no other one alive, and nobody from hearing of the end. */
    private static void cancel(CompletableFuture<ChatResponse> call) {
        try {
            call.cancel(true);
        } catch (RuntimeException | Error thrown) {
            LOG.log(Level.WARNING, "a call of a batch could not be cancelled", thrown);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (!ended) {
            ended = true;
            cancelOpen();
            receiver.ended(failure);
        }
    }
}
