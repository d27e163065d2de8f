package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole answer stays whole when its server closes the connection right behind it, however late its reader asks for it. */
class ClosedBehindTest extends EndpointTest {
    private static ReplyBuilder answer(int events, int length) {
        ReplyBuilder reply = Reply.sse();
        for (int i = 0; i < events; i++) {
            reply.event(i + "x".repeat(length));
        }
        return reply.event("[DONE]").closeAfter();
    }

    /** Asks for the rest only when the server has long closed its side. */
    private void assertWhole(Reply reply, int events) throws Exception {
        assertWhole(reply, events, this::decoder);
        use(endpoint(options -> options)); // or a kept connection, which is closed, might be taken for the next call
        assertWhole(reply, events, ToTheEnd::new);
    }

    private void assertWhole(Reply reply, int events, Supplier<StreamDecoder> decoders) throws Exception {
        twin.enqueue(reply);
        Recorder recorder = Recorder.of(endpoint.stream(post("/chat"), exchange(), decoders), 1);
        recorder.awaitEvents(1);
        twin.takeRequest(SOON).awaitReplyEnd(SOON);
        for (int asked = 1; asked < events + 2; asked++) {
            recorder.awaitEvents(asked);
            recorder.request(1);
        }
        assertThat(recorder.response().text()).hasSizeGreaterThan(events);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "7, 10",
        "9, 10",
        "16, 10",
        "18, 10",
        "20, 10",
        "22, 10",
        "40, 10",
        "300, 10",
        "40, 300",
        "300, 300"
    })
    void inOneWrite(int events, int length) throws Exception {
        assertWhole(answer(events, length).build(), events);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 10", "9, 10", "18, 10", "20, 10", "22, 10", "40, 10", "300, 10"})
    void inManyWrites(int events, int length) throws Exception {
        assertWhole(
                answer(events, length)
                        .split(64, 64, 64, 3, 5, 7, 11, 13, 64, 64, 64, 64, 64)
                        .build(),
                events);
    }

    @Test
    void compressed() throws Exception {
        assertWhole(answer(300, 10).gzip().build(), 300);
    }
}
