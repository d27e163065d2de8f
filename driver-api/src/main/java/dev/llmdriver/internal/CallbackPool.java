package dev.llmdriver.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of daemon threads that end when idle. What an event loop hands over in one turn goes to one thread, which is woken once;
 * others take from it if it is held up, so no callback waits for one that blocks. Makes no more threads for those that block.
 */
final class CallbackPool implements Executor {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final ForkJoinPool pool;
    private final Queue<Runnable> gathered = new ConcurrentLinkedQueue<>();

    /** The event loop that hands over what is gathered at the end of its turn; null if none has promised to. */
    private final AtomicReference<@Nullable Thread> gatherer = new AtomicReference<>();

    CallbackPool(int threads) {
        this(threads, ForkJoinPool.defaultForkJoinWorkerThreadFactory);
    }

    /** Makes a pool whose threads are made elsewhere. */
    CallbackPool(int threads, ForkJoinWorkerThreadFactory threadsOf) {
        AtomicInteger count = new AtomicInteger();
        ForkJoinWorkerThreadFactory factory = owner -> {
            ForkJoinWorkerThread thread = threadsOf.newThread(owner);
            thread.setName("llm-driver-callback-" + count.incrementAndGet());
            return thread;
        };
        pool = new ForkJoinPool(threads, factory, null, true, threads, threads, 0, full -> true, 30, TimeUnit.SECONDS);
    }

    @Override
    public void execute(Runnable task) {
        if (!EventLoops.isCurrent()) {
            pool.execute(task);
            return;
        }
        gathered.add(task);
        Thread here = Thread.currentThread();
        if (gatherer.getAndSet(here) != here) {
            EventLoops.afterThisTurn(this::handOver);
        }
    }

    private void handOver() {
        gatherer.set(null); // first, so that whoever adds something from here on hands it over himself
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable next = gathered.poll(); next != null; next = gathered.poll()) {
            tasks.add(next);
        }
        if (!tasks.isEmpty()) {
            pool.execute(tasks.size() == 1 ? tasks.get(0) : () -> spread(tasks));
        }
    }

    /** Runs the first task; the others lie where this thread takes them next, unless another one does. */
    void spread(List<Runnable> tasks) {
        for (Runnable task : tasks.subList(1, tasks.size())) {
            try {
                pool.execute(task);
            } catch (Throwable noThread) { // which it wanted to wake beside this one; the task lies there before
                LOG.log(Level.WARNING, "no thread for callbacks could be made; they wait for the others", noThread);
            }
        }
        tasks.get(0).run();
    }
}
