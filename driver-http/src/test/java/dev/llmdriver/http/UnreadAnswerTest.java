package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An answer that has come to its end and that its reader leaves unread is nothing to the call that has its connection next. Vert.x
 * stops reading a connection once 16 pieces are unread, the end among them: 14 events, the mark, and the end.
 */
class UnreadAnswerTest extends EndpointTest {
    private static final Duration A_WHILE = Duration.ofMillis(50);

    @BeforeEach
    void oneConnection() {
        use(endpoint(options -> options.set("pool-size", "1")));
    }

    private Recorder unread(int events) {
        ReplyBuilder reply = Reply.sse();
        for (int i = 0; i < events; i++) {
            reply.event(i + ";");
        }
        twin.enqueue(reply.event("[DONE]").build());
        Recorder recorder = Recorder.of(stream(), 0);
        twin.takeRequest(SOON).awaitReplyEnd(SOON);
        return recorder;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 14, 15, 24})
    void theNextCallIsAnsweredMeanwhile(int events) throws Exception {
        Recorder recorder = unread(events);
        twin.enqueue(answer("next"));
        assertThat(get(generate()).text()).contains("next");
        assertThat(twin.connectionsOpened()).isEqualTo(1);
        assertThat(recorder.events()).isEmpty();
        recorder.request(Long.MAX_VALUE);
        assertThat(recorder.response().text()).endsWith((events - 1) + ";");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 14, 15, 24})
    void theNextAnswerIsWholeThoughItsServerCloses(int events) throws Exception {
        Recorder recorder = unread(events);
        twin.enqueue(answer("next").toBuilder().closeAfter().build());
        assertThat(get(generate()).text()).contains("next");
        assertThat(recorder.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 14, 15, 24})
    void whoeverCancelsItLeavesTheNextCallAlone(int events) throws Exception {
        Recorder recorder = unread(events);
        twin.enqueue(answer("next").toBuilder().delayHead(A_WHILE).build());
        CompletableFuture<ChatResponse> next = generate();
        twin.takeRequest(SOON);
        recorder.cancel();
        assertThat(get(next).text()).contains("next");
        assertThat(twin.connectionsOpened()).isEqualTo(1);
    }

    /** Whole, and its connection has served another call since. */
    private Recorder unreadBehindAnother(int demand, Supplier<StreamDecoder> decoders) throws Exception {
        twin.enqueue(
                Reply.sse().event("a").event("b").event("c").event("[DONE]").build(), answer("next"));
        Recorder recorder = Recorder.of(endpoint.stream(post("/chat"), exchange(), decoders), demand);
        recorder.awaitEvents(demand);
        get(generate());
        return recorder;
    }

    @Test
    void itIsDecodedWhenItIsAskedFor() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        class Counting extends LineStream {
            Counting() {
                super(1_000_000);
            }

            @Override
            public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
                decoded.incrementAndGet();
                super.event(type, bytes, offset, length, sink);
            }
        }
        Recorder recorder = unreadBehindAnother(2, Counting::new);
        assertThat(decoded).hasValue(1);
        recorder.request(1);
        recorder.awaitEvents(3);
        assertThat(decoded).hasValue(2);
    }

    @Test
    void itsReaderHearsOfTheClosing() throws Exception {
        Recorder recorder = unreadBehindAnother(2, this::decoder);
        endpoint.close();
        assertThat(recorder.error().reason()).isEqualTo("closed");
    }

    private Recorder decodedAndClosed() throws Exception {
        twin.enqueue(Reply.sse().write("data: a\n\ndata: b\n\ndata: [DONE]\n\n").build());
        Recorder recorder = Recorder.of(stream(), 2);
        recorder.awaitEvents(2);
        endpoint.close();
        return recorder;
    }

    @Test
    void whoAsksAfterTheClosingForWhatWasDecodedHearsOfIt() throws Exception {
        Recorder recorder = decodedAndClosed();
        recorder.request(Long.MAX_VALUE);
        assertThat(recorder.error().reason()).isEqualTo("closed");
    }

    @Test
    void whoCancelsAfterTheClosingHearsNothing() throws Exception {
        Recorder recorder = decodedAndClosed();
        recorder.cancel();
        recorder.request(1);
        assertThat(recorder.isOver()).isFalse();
    }

    @Test
    void itsDeadlineCounts() throws Exception {
        VirtualClock clock = virtualTime();
        Recorder recorder = unreadBehindAnother(2, this::decoder);
        clock.advance(Duration.ofMinutes(5));
        assertThat(recorder.error().reason()).isEqualTo("deadline");
    }

    /** Netty makes an end of an answer that it cannot read any further. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anEndThatIsNoneIsNotTakenForOne(int demand) throws Exception {
        twin.enqueue(
                Reply.raw("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                        + "9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\nzz\r\ndata: c\n\n\r\n0\r\n\r\n"));
        Recorder recorder = Recorder.of(endpoint.stream(post("/chat"), exchange(), ToTheEnd::new), demand);
        twin.awaitNoConnections(SOON);
        recorder.request(Long.MAX_VALUE);
        assertThat(recorder.error().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }
}
