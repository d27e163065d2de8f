package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that a proxy calls JSON, or a page, is still one; what is none is told as before. */
class RenamedStreamTest extends EndpointTest {
    private static final String EVENTS = "data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n";

    private static final class Lenient extends LineStream {
        Lenient() {
            super(1000);
        }

        @Override
        public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
            return Optional.of(EndpointTest::decode);
        }
    }

    private Recorder asked(Reply reply) {
        twin.enqueue(reply);
        return Recorder.all(endpoint.stream(post("/chat"), exchange(), Lenient::new));
    }

    private static Reply called(String type, String body) {
        return Reply.builder().contentType(type).write(body).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/x+json", "text/html"})
    void eventsAreReadWhateverTheyAreCalled(String type) throws Exception {
        for (String before : new String[] {"", "\r\n\r\n", "\uFEFF", ": ping\n\n", "event: message\n"}) {
            for (int split : new int[] {1, 7, 1000}) {
                Reply reply = Reply.builder()
                        .contentType(type)
                        .write(before + EVENTS)
                        .split(split, split, split, split, split, split, split)
                        .build();
                Recorder recorder = asked(reply);
                assertThat(recorder.response().text()).as(before + split).isEqualTo("Hello");
                assertThat(recorder.events())
                        .extracting(event -> event.getClass().getSimpleName())
                        .containsExactly("Started", "TextDelta", "TextDelta", "Finished");
            }
        }
    }

    @Test
    void compressedEventsAreReadToo() throws Exception {
        Reply reply = called("application/json", EVENTS).with(r -> r.gzip());
        assertThat(asked(reply).response().text()).isEqualTo("Hello");
    }

    @Test
    void eventsComeBeforeTheirEnd() throws Exception {
        twin.enqueue(Reply.builder()
                .contentType("application/json")
                .write("data: Hel\n\n")
                .stall()
                .build());
        Recorder recorder = new Recorder(Long.MAX_VALUE);
        endpoint.stream(post("/chat"), exchange(), Lenient::new).subscribe(recorder);
        recorder.awaitEvents(2);
        assertThat(recorder.text()).isEqualTo("Hel");
        recorder.subscription().cancel();
    }

    @Test
    void whatCameOfACutStreamIsKept() throws Exception {
        LlmException error = asked(called("application/json", "data: Hel\n\n")).error();
        assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(error.partial().orElseThrow().text()).isEqualTo("Hel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "dated {", "{\"data:\":1}", "upstream failed", "[1]", "\"data: x\""})
    void whatIsNoEventIsAWholeAnswer(String body) throws Exception {
        assertThat(asked(called("application/json", body)).response().text()).isEqualTo(body);
    }

    @Test
    void aPageAndAnEmptyAnswerAreToldAsBefore() throws Exception {
        assertThat(asked(called("text/html", "<p>Sign in</p>")).error().reason())
                .isEqualTo("html");
        assertThat(asked(called("application/json", "")).error().reason()).isEqualTo("empty");
        assertThat(asked(called("application/json", "{\"error\":\"x\"}"))
                        .error()
                        .kind())
                .isNotEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    @Test
    void aWholeAnswerKeepsItsBound() throws Exception {
        use(endpoint(options -> options.set("max-body-bytes", "10")));
        assertThat(asked(called("application/json", "\"0123456789\"")).error().reason())
                .isEqualTo("too_large");
        assertThat(asked(called("application/json", EVENTS)).response().text())
                .as("a stream has no such bound")
                .isEqualTo("Hello");
    }
}
