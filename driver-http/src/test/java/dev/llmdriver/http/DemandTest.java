package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinOptions;
import dev.llmdriver.testkit.WireTwin;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that asks for little slows the server down instead of filling the memory. */
class DemandTest extends EndpointTest {
    private static final long OFFERED = 100_000_000;
    private static final String PIECE = "x".repeat(1000);

    @BeforeEach
    void smallBuffers() {
        twin.close();
        twin = WireTwin.start(TwinOptions.defaults().sendBuffer(64 * 1024));
        twin.enqueue(Reply.sse()
                .repeat("data: " + PIECE + "\n\n", OFFERED / 1000)
                .done()
                .build());
    }

    @Test
    void withoutDemandAlmostNothingLeavesTheServer() throws Exception {
        Recorder recorder = Recorder.of(stream(), 0);
        long written = twin.awaitWriteBlocked(Duration.ofMillis(300), SOON);
        assertThat(written).isLessThan(OFFERED / 10);
        assertThat(recorder.events()).isEmpty();
        recorder.cancel();
        twin.awaitNoConnections(SOON);
    }

    @Test
    void readerOfFewEventsHoldsTheServerBackAndTheHeapFlat() throws Exception {
        Recorder recorder = Recorder.of(stream(), 1);
        twin.awaitWriteBlocked(Duration.ofMillis(300), SOON);
        long before = liveBytes();
        for (int i = 2; i <= 200; i++) {
            recorder.request(1);
            recorder.awaitEvents(i);
        }
        long written = twin.awaitWriteBlocked(Duration.ofMillis(300), SOON);
        assertThat(recorder.events()).as("never more than was asked for").hasSize(200);
        assertThat(written).isLessThan(OFFERED / 10);
        assertThat(liveBytes() - before).as("growth of the heap").isLessThan(8_000_000);
        recorder.cancel();
        twin.awaitNoConnections(SOON);
    }

    @Test
    void demandThatReturnsLetsTheWholeAnswerThrough() throws Exception {
        Recorder recorder = Recorder.of(stream(), 3);
        recorder.awaitEvents(3);
        twin.awaitWriteBlocked(Duration.ofMillis(300), SOON);
        CountingSubscriber rest = new CountingSubscriber();
        recorder.cancel();
        twin.enqueue(
                Reply.sse().repeat("data: " + PIECE + "\n\n", 20_000).done().build());
        stream().subscribe(rest);
        assertThat(rest.await()).isEqualTo(20_000_000L);
    }

    /** {@return the least of a few looks: what others drop between a collection and the look does not live} */
    private static long liveBytes() {
        return LongStream.generate(DemandTest::usedBytes).limit(5).min().orElseThrow();
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
