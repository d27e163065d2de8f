package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.util.concurrent.Flow;
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
