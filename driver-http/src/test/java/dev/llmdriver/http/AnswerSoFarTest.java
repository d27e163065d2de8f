package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.Usage;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.testkit.Reply;
import org.junit.jupiter.api.Test;

/** A stream's subscription tells what has come. */
class AnswerSoFarTest extends EndpointTest {
    /** Reports as many tokens as it has read texts, after each. */
    @Override
    StreamDecoder decoder() {
        return new LineStream(endpoint.maxEventBytes()) {
            private int texts;

            @Override
            public void event(String type, byte[] bytes, int offset, int length, EventSink sink)
                    throws java.io.IOException {
                sink.usage(Usage.builder().output(++texts).build());
                super.event(type, bytes, offset, length, sink);
            }
        };
    }

    private static PartialAnswer soFar(Recorder recorder) {
        return ((AnswerSoFar) recorder.subscription()).soFar();
    }

    @Test
    void nothingHasComeAtFirst() {
        twin.enqueue(Reply.silence());
        Recorder recorder = Recorder.all(stream());

        assertThat(soFar(recorder).message().parts()).isEmpty();
        assertThat(soFar(recorder).usage()).isEmpty();
    }

    @Test
    void textAndUsageAreKnownBeforeAndAfterACancel() throws Exception {
        twin.enqueue(Reply.sse().event("Hel").event("lo").stall().build());
        Recorder recorder = Recorder.all(stream());
        recorder.awaitEvents(3);
        assertHasCome(soFar(recorder));

        recorder.cancel();
        assertHasCome(soFar(recorder));
        twin.awaitNoConnections(SOON);
        assertHasCome(soFar(recorder));
    }

    private static void assertHasCome(PartialAnswer soFar) {
        assertThat(soFar.text()).isEqualTo("Hello");
        assertThat(soFar.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.output()).hasValue(2);
            assertThat(usage.isPartial()).isTrue();
        });
    }

    @Test
    void aReaderWhoAsksForLessIsToldOfAllThatWasRead() throws Exception {
        twin.enqueue(Reply.sse().event("a").event("b").event("c").cut().build());
        Recorder recorder = Recorder.of(stream(), 2);
        recorder.awaitEvents(2);
        assertThat(recorder.events()).last().isEqualTo(new ChatEvent.TextDelta(0, "a"));
        assertThat(soFar(recorder).text()).startsWith("a");

        recorder.request(Long.MAX_VALUE);
        assertThat(recorder.error().partial().orElseThrow().text()).isEqualTo("abc");
        assertThat(soFar(recorder).text()).as("after the failure").isEqualTo("abc");
    }
}
