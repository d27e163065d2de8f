package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopYieldTest {
    private final Vertx vertx = Vertx.vertx();
    private final Loop netty = new Loop();
    private final ContextInternal context =
            ((VertxInternal) vertx).contextBuilder().withEventLoop(netty).build();
    private final AtomicInteger yields = new AtomicInteger();
    private Runnable whileYielding = () -> {};
    private final AtomicLong now = new AtomicLong(-1);
    private final LoopYield loop = new LoopYield(context, this::yieldOnce, now::get);

    private void yieldOnce() {
        yields.incrementAndGet();
        whileYielding.run();
    }

    @AfterEach
    void close() throws Exception {
        netty.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** An event loop that tells how often other threads woke it. */
    private static final class Loop extends SingleThreadIoEventLoop {
        final AtomicInteger wakes = new AtomicInteger();
        Runnable beforeLazy = () -> {};
        Runnable looked = () -> {};

        Loop() {
            super(null, (ThreadFactory) Thread::new, NioIoHandler.newFactory());
        }

        @Override
        public void execute(Runnable task) {
            if (!inEventLoop()) {
                wakes.incrementAndGet();
            }
            super.execute(task);
        }

        @Override
        public void lazyExecute(Runnable task) {
            beforeLazy.run();
            super.lazyExecute(task);
        }

        /** So Netty asks before it sleeps, and the loop's own code does not. */
        @Override
        protected boolean hasTasks() {
            boolean has = super.hasTasks();
            looked.run();
            return has;
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> postElsewhere(Runnable task) {
        return CompletableFuture.runAsync(() -> loop.post(task));
    }

    @Test
    void whatIsPostedMeanwhileRunsNextBoundToTheContextAndWakesNobody() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<ContextInternal> ran = new CompletableFuture<>();
        whileYielding = () -> {
            postElsewhere(() -> order.add("first")).join();
            postElsewhere(() -> ran.complete(ContextInternal.current())).join();
            order.add("yielded");
        };

        context.runOnContext(go -> {
            loop.afterThisTurn();
            order.add("turn");
        });

        assertThat(await(ran)).isSameAs(context);
        assertThat(order).containsExactly("turn", "yielded", "first");
        assertThat(netty.wakes).as("the first task's").hasValue(1);
    }

    /** Who was woken is not made to wait until the loop gets to its yield. */
    @Test
    void whatIsPostedBeforeTheYieldWakesNobodyAndSparesIt() throws Exception {
        CompletableFuture<Integer> ran = new CompletableFuture<>();

        context.runOnContext(go -> {
            loop.afterThisTurn();
            postElsewhere(() -> ran.complete(yields.get())).join();
        });

        assertThat(await(ran)).isZero();
        assertThat(netty.wakes).as("the first task's").hasValue(1);
    }

    @Test
    void aTurnThatEndsWithoutAYieldIsOverAllTheSame() throws Exception {
        CompletableFuture<Void> last = new CompletableFuture<>();
        context.runOnContext(go -> {
            loop.afterThisTurn();
            netty.execute(() -> last.complete(null));
        });
        await(last);

        postElsewhere(() -> {}).join();

        assertThat(netty.wakes).as("the first task's, and this one's").hasValue(2);
    }

    /** Nothing else wakes this loop before a second has passed. */
    @Test
    void whatComesOnlyAfterTheLoopHasLookedWakesIt() throws Exception {
        CompletableFuture<Void> underway = new CompletableFuture<>();
        CompletableFuture<Void> looked = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<Void>> posted = new CompletableFuture<>();
        netty.beforeLazy = () -> {
            underway.complete(null);
            looked.join();
        };
        whileYielding = () -> {
            posted.complete(postElsewhere(() -> {}));
            underway.join();
            netty.looked = () -> looked.complete(null);
        };

        context.runOnContext(go -> loop.afterThisTurn());

        await(await(posted));
        assertThat(netty.wakes).as("the first task's, and this one's").hasValue(2);
    }

    @Test
    void aLoopThatHasMoreToDoDoesNotYield() throws Exception {
        CompletableFuture<Integer> last = new CompletableFuture<>();

        context.runOnContext(go -> {
            loop.afterThisTurn();
            netty.execute(() -> last.complete(yields.get()));
        });

        assertThat(await(last)).isZero();
    }

    @Test
    void manyCallersAnsweredInATurnAreOneReasonToYield() throws Exception {
        CompletableFuture<Void> yielded = new CompletableFuture<>();
        whileYielding = () -> yielded.complete(null);

        context.runOnContext(go -> {
            loop.afterThisTurn();
            loop.afterThisTurn();
        });
        await(yielded);
        CompletableFuture<Integer> later = new CompletableFuture<>();
        context.runOnContext(go -> later.complete(yields.get()));

        assertThat(await(later)).isEqualTo(1);
    }

    /** Turns that end with nothing else to do, one after the other. */
    private int yieldsIn(int turns) throws Exception {
        CompletableFuture<Integer> yielded = new CompletableFuture<>();
        nextOf(turns, () -> yielded.complete(yields.get()));
        return await(yielded);
    }

    private void nextOf(int turns, Runnable end) {
        netty.schedule(turns == 0 ? end : () -> turn(turns, end), 1, TimeUnit.MICROSECONDS);
    }

    private void turn(int turns, Runnable end) {
        loop.afterThisTurn();
        nextOf(turns - 1, end);
    }

    @Test
    void whatBringsNothingIsTriedSeldom() throws Exception {
        assertThat(yieldsIn(100)).as("8, and of the other 92 each 64th").isEqualTo(9);
    }

    @Test
    void whatHelpsIsDoneInEachTurn() throws Exception {
        whileYielding = () -> loop.post(() -> {});

        assertThat(yieldsIn(100)).isEqualTo(100);
    }

    @Test
    void whereOthersTakeTheProcessorTheNextOnesArePutOff() throws Exception {
        whileYielding = () -> now.addAndGet(6_000_000);

        assertThat(yieldsIn(5)).as("12 ms, and 10 are given in advance").isEqualTo(2);
    }

    @Test
    void aClosedLoopTakesNoTask() throws Exception {
        netty.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);

        assertThatThrownBy(() -> loop.post(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
