package dev.llmdriver.soak.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.Scheduler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to find leaks finds a planted one, and finds none where there is none. */
@Timeout(600)
class LeakChecksTest {
    private static final List<Object> HELD = new ArrayList<>();

    static {
        Buffers.install();
    }

    @AfterEach
    void letGo() {
        HELD.clear();
    }

    @Test
    void aCallHeldInAStaticListIsFound() {
        assertThat(ChatRequest.of("not held").messages()).hasSize(1);
        Remains before = Remains.look();
        assertThat(Remains.look().leaksSince(before)).doesNotContainKey("dev.llmdriver.ChatRequest");

        HELD.add(ChatRequest.of("held"));
        assertThat(Remains.look().leaksSince(before)).containsKey("dev.llmdriver.ChatRequest");

        HELD.clear();
        assertThat(Remains.look().leaksSince(before)).doesNotContainKey("dev.llmdriver.ChatRequest");
    }

    @Test
    void anyOtherObjectIsFoundByItsNumber() {
        Remains before = Remains.look();
        for (int i = 0; i < 100; i++) {
            HELD.add(dev.llmdriver.Message.user("held"));
        }
        assertThat(Remains.look().leaksSince(before)).containsKey("dev.llmdriver.Message");
    }

    @Test
    void theNamesOfCallsNameClasses() throws ClassNotFoundException {
        for (String name : Remains.calls()) {
            assertThat(Class.forName(name)).isNotNull();
        }
    }

    @Test
    void aBufferThatNobodyReleasedIsFound() {
        long open = openBuffers();
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
        assertThat(openBuffers()).isEqualTo(open);
        assertThat(Buffers.reports()).isEmpty();

        ByteBuf kept = ByteBufAllocator.DEFAULT.directBuffer(16);
        assertThat(openBuffers()).isEqualTo(open + 1);
        kept.release();
        assertThat(openBuffers()).isEqualTo(open);
    }

    @Test
    void aBufferThatWasLostIsTold() {
        lose();
        StringBuilder told = new StringBuilder();
        Await.until("a report", () -> told.append(Buffers.reports()).toString().contains("not released"), () -> told);
        assertThat(told).contains("LeakChecksTest.lose");
    }

    private static void lose() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.writeByte(1);
    }

    private static long openBuffers() {
        return Buffers.open().getOrDefault("ByteBuf", 0L);
    }

    @Test
    void anAlarmThatNobodyCalledOffIsFound() {
        CountingScheduler scheduler = new CountingScheduler();
        CountDownLatch rung = new CountDownLatch(1);
        Scheduler.Alarm far = scheduler.schedule(Duration.ofDays(1), () -> {});
        assertThat(scheduler.pending()).isEqualTo(1);
        far.cancel();
        assertThat(scheduler.pending()).isZero();
        Scheduler.Alarm near = scheduler.schedule(Duration.ZERO, rung::countDown);
        Await.until("the alarm", () -> rung.getCount() == 0, rung::getCount);
        assertThat(near).isNotNull();
        assertThat(scheduler.pending()).isZero();
        assertThat(scheduler.scheduled()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void aReservationThatNobodySettledIsFound(Unit unit) {
        Books books = new Books(new CountingScheduler());
        Limit limit = new Limit("planted", unit, Limit.Span.DAY, 100, ZoneOffset.UTC);
        LimitStore.Verdict verdict = books.take(List.of(new LimitStore.Share(limit, 70)))
                .toCompletableFuture()
                .join();
        assertThat(books.unsettled()).hasSize(1);
        assertThat(books.booked(unit, "planted", 70)).isEmpty();

        LimitStore.Reservation taken = (LimitStore.Reservation) verdict;
        assertThat(taken.settle(List.of(new LimitStore.Share(limit, 20)))).isCompleted();
        assertThat(books.unsettled()).isEmpty();
        assertThat(books.booked(unit, "planted", 70)).containsExactly(20L);
        assertThat(books.remaining(limit)).isEqualTo(80);

        assertThat(taken.settle(List.of(new LimitStore.Share(limit, 20)))).isCompleted();
        assertThat(books.unsettled()).as("settled twice").hasSize(1);
    }

    @Test
    void aThreadThatGoesOnIsFound() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Remains before = Remains.look();
        Thread thread = new Thread(() -> await(end), "planted-7");
        thread.start();
        try {
            assertThat(Remains.look().leaksSince(before)).containsEntry("planted-#", "1 now, null before");
        } finally {
            end.countDown();
            thread.join();
        }
        LiveThreads.awaitNone(name -> name.startsWith("planted"));
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void heldMemoryIsFound() {
        long before = LiveHeap.bytes();
        HELD.add(new byte[16 * 1024 * 1024]);
        assertThat(LiveHeap.bytes() - before).isGreaterThan(8 * 1024 * 1024);
    }
}
