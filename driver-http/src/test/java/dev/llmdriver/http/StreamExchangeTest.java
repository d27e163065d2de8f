package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamExchangeTest extends EndpointTest {
    private static ReplyBuilder hello() {
        return Reply.sse().event("Hel").event("lo").done();
    }

    @Test
    void eventsComeInOrderAndTheAnswerIsTheirSum() throws Exception {
        twin.enqueue(hello().header("x-request-id", "req-9").build());
        Recorder recorder = Recorder.all(stream());
        ChatResponse response = recorder.response();
        assertThat(recorder.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "TextDelta", "TextDelta", "Finished");
        assertThat(response.text()).isEqualTo("Hello").isEqualTo(recorder.text());
        assertThat(response.requestId()).contains("req-9");
        assertThat(response.timings().firstContent()).isPresent();
        assertThat(response.attempts()).hasSize(1);
        assertThat(response.attempts().get(0).duration()).isPresent();
        assertThat(call.isCommitted()).isTrue();
    }

    @Test
    void nothingIsSentBeforeSomebodySubscribesAndEachIsAnExchange() throws Exception {
        useOneLoop();
        twin.enqueue(hello().build(), hello().build());
        Flow.Publisher<ChatEvent> stream = stream();
        assertThat(twin.connectionsOpened()).isZero();
        assertThat(call.remaining()).isEmpty();
        assertThat(Recorder.all(stream).response().text()).isEqualTo("Hello");
        assertThat(Recorder.all(stream).response().attempts()).hasSize(2);
        assertThat(twin.requests()).hasSize(2);
        assertThat(twin.connectionsOpened())
                .as("the finished stream's connection is used again")
                .isEqualTo(1);
    }

    @Test
    void anOpenStreamKeepsNothingOfItsRequest() throws Exception {
        twin.enqueue(Reply.sse().event("Hel").stall().build());
        Recorder recorder = new Recorder(Long.MAX_VALUE);
        WeakReference<byte[]> body = sendAndForget(recorder);
        recorder.awaitEvents(2);
        long end = System.nanoTime() + SOON.toNanos();
        while (body.get() != null && System.nanoTime() < end) {
            System.gc();
        }
        assertThat(body.get()).as("a prompt may be long").isNull();
        assertThat(recorder.isOver()).isFalse();
    }

    private WeakReference<byte[]> sendAndForget(Recorder recorder) {
        WireRequest request = post("/chat");
        endpoint.stream(request, exchange(), this::decoder).subscribe(recorder);
        return new WeakReference<>(request.body());
    }

    @Test
    void noByteIsMissedHoweverFastTheAnswerComes() throws Exception {
        List<String> numbers = numbers(300);
        Reply whole = eachAnEvent(numbers);
        for (int round = 0; round < 30; round++) {
            twin.enqueue(whole.with(round % 2 == 0 ? r -> r : r -> r.gzip()));
            assertThat(Recorder.all(stream()).response().text()).isEqualTo(String.join("", numbers));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(number -> number + " ").toList();
    }

    private static Reply eachAnEvent(List<String> texts) {
        ReplyBuilder reply = Reply.sse();
        texts.forEach(reply::event);
        return reply.done().build();
    }

    /** Asking for more from within an event may bring the next bytes at once; those in hand come first. */
    @Test
    void orderIsKeptForAReaderThatAsksFromWithinEachEvent() throws Exception {
        List<String> numbers = numbers(20_000);
        Reply whole = eachAnEvent(numbers);
        for (Reply each : List.of(whole, whole.with(ReplyBuilder::gzip))) {
            twin.enqueue(each);
            Recorder oneByOne = new Recorder(1) {
                @Override
                public synchronized void onNext(ChatEvent event) {
                    super.onNext(event);
                    request(1);
                }
            };
            stream().subscribe(oneByOne);
            assertThat(oneByOne.response().text()).isEqualTo(String.join("", numbers));
        }
    }

    @Test
    void answerSplitAnywhereIsTheSame() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            long used = seed;
            twin.enqueue(Reply.sse()
                    .event("Grüße 🎈")
                    .comment("ping")
                    .event("x")
                    .done()
                    .build()
                    .with(reply -> reply.splitEverywhere(used).lineEnd("\r\n")));
            assertThat(Recorder.all(stream()).response().text()).isEqualTo("Grüße 🎈x");
        }
    }

    @Test
    void streamWithoutItsEndMarkFailsWithWhatCame() throws Exception {
        twin.enqueue(
                Reply.sse().event("Hel").build(), Reply.sse().event("Hel").cut().build());
        LlmException unmarked = Recorder.all(stream()).error();
        assertThat(unmarked.reason()).isEqualTo("no_end_mark");
        assertThat(unmarked.partial().orElseThrow().text()).isEqualTo("Hel");
        LlmException cut = Recorder.all(stream()).error();
        assertThat(cut.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(cut.reason()).isEqualTo("cut");
        assertThat(cut.phase()).isEqualTo(Phase.STREAMING);
        assertThat(cut.partial().orElseThrow().text()).isEqualTo("Hel");
        assertThat(cut.attempts().get(1).error()).contains(ErrorKind.STREAM_INTERRUPTED);
    }

    /** Netty ends such a body at the reset as if the server had closed the connection, after it has told of the reset. */
    @Test
    void resetIsNoEndOfABodyThatTheCloseDelimits() throws Exception {
        twin.enqueue(Reply.sse()
                .event("a")
                .delay(Duration.ofMillis(200)) // or the reset might overtake the head
                .closeDelimited()
                .reset()
                .build());
        LlmException error = Recorder.all(endpoint.stream(post("/chat"), exchange(), ToTheEnd::new))
                .error();
        assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
    }

    @Test
    void resetStreamFailsWithWhatCame() throws Exception {
        List<String> partials = new ArrayList<>();
        while (partials.size() < 5 && !partials.contains("Hel")) { // a reset may overtake what came before it
            twin.enqueue(Reply.sse()
                    .event("Hel")
                    .delay(Duration.ofMillis(200L << partials.size()))
                    .reset()
                    .build());
            LlmException error = Recorder.all(stream()).error();
            assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
            partials.add(error.partial().map(partial -> partial.text()).orElse(""));
        }
        assertThat(partials).contains("Hel");
    }

    @Test
    void slowReaderStillGetsWhatCameBeforeTheBreak() throws Exception {
        twin.enqueue(Reply.sse().event("a").event("b").event("c").cut().build());
        Recorder recorder = Recorder.of(stream(), 2);
        recorder.awaitEvents(2);
        recorder.request(Long.MAX_VALUE);
        assertThat(recorder.error().partial().orElseThrow().text()).isEqualTo("abc");
        assertThat(recorder.text()).isEqualTo("abc");
    }

    @Test
    void errorInsideTheStreamIsTheDriversWithOurFacts() throws Exception {
        twin.enqueue(Reply.sse().event("Hel").event("!no " + KEY).done().build());
        LlmException error = Recorder.all(stream()).error();
        assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(error).hasMessageContaining("!no ").hasMessageNotContaining(KEY);
        assertThat(error.excerpt()).contains("!no ****");
        assertThat(error.partial().orElseThrow().text()).isEqualTo("Hel");
        assertThat(error.model()).contains("model");
        assertThat(error.attempts()).hasSize(1);
    }

    @Test
    void undecodableEventIsMalformed() throws Exception {
        twin.enqueue(Reply.sse().event("Hel").event("?").done().build());
        LlmException error = Recorder.all(stream()).error();
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.phase()).isEqualTo(Phase.DECODE);
        assertThat(error.partial().orElseThrow().text()).isEqualTo("Hel");
    }

    @Test
    void eventBeyondTheBoundIsRefused() throws Exception {
        use(endpoint(options -> options.set("max-event-bytes", "1000")));
        twin.enqueue(Reply.sse().event("Hel").giantEvent(1_000_000).done().build());
        LlmException error = Recorder.all(stream()).error();
        assertThat(error.reason()).isEqualTo("too_large");
        twin.awaitNoConnections(SOON);
    }

    @Test
    void wrongContentTypeIsReadWholeAndSaid() throws Exception {
        twin.enqueue(
                Reply.html(200, "Log in"),
                Reply.json(200, "{\"error\":{\"message\":\"model is loading\"}}"),
                Reply.json(200, "{\"hello\":1}"),
                Reply.json(404, "{\"error\":\"no such model\"}"));
        assertThat(Recorder.all(stream()).error().reason()).isEqualTo("html");
        LlmException error = Recorder.all(stream()).error();
        assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(error.excerpt().orElseThrow()).contains("model is loading");
        assertThat(Recorder.all(stream()).error().reason()).isEqualTo("content_type");
        LlmException missing = Recorder.all(stream()).error();
        assertThat(missing.status()).hasValue(404);
        assertThat(missing.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @Test
    void wholeAnswerMakesTheEventsOfAStream() throws Exception {
        twin.enqueue(answer("all at once"));
        Recorder recorder = Recorder.all(endpoint.stream(post("/chat"), exchange(), Lenient::new));
        assertThat(recorder.response().text()).isEqualTo(recorder.text()).contains("all at once");
    }

    private static final class Lenient extends LineStream {
        Lenient() {
            super(1000);
        }

        @Override
        public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
            return Optional.of(EndpointTest::decode);
        }
    }

    @Test
    void emptyStreamFails() throws Exception {
        twin.enqueue(Reply.sse().build(), Reply.empty(200));
        assertThat(Recorder.all(stream()).error().kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(Recorder.all(stream()).error().kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
    }

    @Test
    void worksBehindTheUsersFace() {
        twin.enqueue(hello().build());
        List<String> texts = new ArrayList<>();
        TestEngine engine = new TestEngine(call -> endpoint.stream(
                post("/chat"),
                Exchange.of(REF, dev.llmdriver.ChatRequest.of("Hello"), call, List.of()),
                this::decoder));
        ChatResponse response =
                engine.face(CallSettings.defaults()).stream("Hello").forEachText(texts::add);
        assertThat(response.text()).isEqualTo("Hello");
        assertThat(texts).containsExactly("Hel", "lo");
    }
}
