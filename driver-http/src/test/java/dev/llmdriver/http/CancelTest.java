package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cancelling closes the connection in every phase, and the other side sees it. */
class CancelTest extends EndpointTest {
    @Test
    void whileConnectingNothingIsSent() throws Exception {
        for (int round = 0; round < 20; round++) {
            stream().subscribe(new CancelAtOnce());
        }
        twin.enqueue(Reply.sse().event("a").done().build());
        Recorder last = Recorder.all(stream());
        last.awaitEvents(2);
        assertThat(twin.requests()).as("of the stream that was not cancelled").hasSize(1);
        assertThat(call.ledger().attempts()).hasSize(1);
    }

    private static final class CancelAtOnce implements Flow.Subscriber<dev.llmdriver.ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
            subscription.cancel();
        }

        @Override
        public void onNext(dev.llmdriver.ChatEvent event) {
            throw new AssertionError("cancelled, but got " + event);
        }

        @Override
        public void onError(Throwable thrown) {
            throw new AssertionError("cancelled, but failed", thrown);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("cancelled, but completed");
        }
    }

    /** Who gives up asks the ledger at once what was spent; a request that left later would not be in the count. */
    @Test
    void whatHasNotLeftWhenCancelReturnsNeverLeaves() throws Exception {
        useOneLoop();
        twin.enqueue(answer("1"), answer("2"), answer("3"));
        get(generate()); // its connection is free now, so that nothing waits between the alarm and the sending

        CountDownLatch connecting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CallContext second = CallContext.of(new StoppedClock(connecting, goOn));
        CompletableFuture<ChatResponse> late = endpoint.generate(
                post("/chat"), Exchange.of(REF, ChatRequest.of("x"), second, List.of()), EndpointTest::decode);
        assertThat(connecting.await(30, TimeUnit.SECONDS)).isTrue();
        late.cancel(true);
        goOn.countDown();

        get(generate()); // the event loop has gone on by now
        assertThat(second.ledger().attempts()).isEmpty();
        assertThat(twin.requests()).hasSize(2);
    }

    /** Stops the event loop when its call sets the first alarm, just before it asks for a connection. */
    private record StoppedClock(CountDownLatch reached, CountDownLatch goOn) implements Scheduler {
        @Override
        public Instant now() {
            return Scheduler.system().now();
        }

        @Override
        public long nanoTime() {
            return Scheduler.system().nanoTime();
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            reached.countDown();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            return Scheduler.system().schedule(delay, task);
        }
    }

    @Test
    void beforeTheHead() {
        twin.enqueue(Reply.silence());
        Recorder recorder = Recorder.all(stream());
        closes(twin.takeRequest(SOON), recorder);
    }

    @Test
    void beforeTheFirstToken() throws Exception {
        twin.enqueue(Reply.sse().head().stall().build());
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(1);
        closes(twin.takeRequest(SOON), recorder);
    }

    @Test
    void betweenTokensOfASilentServer() throws Exception {
        twin.enqueue(Reply.sse().event("a").stall().build());
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(2);
        closes(twin.takeRequest(SOON), recorder);
    }

    @Test
    void betweenTokensOfABusyServer() throws Exception {
        twin.enqueue(Reply.sse().repeat("data: xxxxxxxx\n\n", 100_000_000).build());
        Recorder recorder = Recorder.of(stream(), 1000);
        recorder.awaitEvents(1000);
        closes(twin.takeRequest(SOON), recorder);
    }

    @Test
    void whileTheReaderAsksForNothing() throws Exception {
        twin.enqueue(Reply.sse().repeat("data: xxxxxxxx\n\n", 100_000_000).build());
        Recorder recorder = Recorder.of(stream(), 1);
        recorder.awaitEvents(1);
        closes(twin.takeRequest(SOON), recorder);
    }

    private void closes(RecordedRequest request, Recorder recorder) {
        recorder.cancel();
        request.awaitClosedByClient(SOON); // long before any timeout would close it
        twin.awaitNoConnections(SOON);
        assertThat(recorder.isOver()).as("the subscriber hears nothing more").isFalse();
        Attempt attempt = call.ledger().attempts().get(0);
        assertThat(attempt.error()).contains(ErrorKind.CANCELLED);
    }
}
