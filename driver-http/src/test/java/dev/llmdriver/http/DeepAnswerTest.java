package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes down with the answer's levels ends the call, not the event loop: nobody waits for a deadline. */
class DeepAnswerTest extends EndpointTest {
    private static int descend(int level) {
        return level < 0 ? 0 : 1 + descend(level + 1);
    }

    private static void assertEnded(LlmException error) {
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.reason()).isEqualTo("internal");
        assertThat(error).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void decoderOfAnyKindMayOverflow() throws Exception {
        Reply stream = Reply.sse().event("x").done().build();
        twin.enqueue(answer("a"), answer("b"), stream, answer("c"));
        assertEnded(errorOf(endpoint.exchange(post("/chat"), exchange(), response -> descend(1))));
        assertEnded(errorOf(endpoint.get(twin.baseUri(), response -> descend(1))));
        Flow.Publisher<ChatEvent> events = endpoint.stream(post("/chat"), exchange(), Overflowing::new);
        assertEnded(Recorder.all(events).error());
        assertThat(get(generate()).text()).as("the event loop goes on").contains("c");
    }

    private static final class Overflowing extends LineStream {
        Overflowing() {
            super(1000);
        }

        @Override
        public void event(String type, byte[] bytes, int offset, int length, EventSink sink) {
            descend(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void jsonIsReadToABoundedDepth(String level) throws Exception {
        twin.enqueue(Reply.json(200, level.repeat(100_000)), Reply.json(500, level.repeat(100_000)));
        LlmException error = errorOf(endpoint.exchange(post("/chat"), exchange(), answer -> Json.tree(answer.body())));
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.reason()).isEqualTo("undecodable");
        assertThat(errorOf(generate()).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    }
}
