package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls that end in unusual ways still end, once, and with an entry in the ledger that says so. */
class EndOfCallTest extends EndpointTest {
    private static ChatResponseBuilder unbuildable(WireResponse response) {
        List<TokenLogprob> none = null;
        return decode(response).logprobs(none);
    }

    private static final class WholeOnly extends LineStream {
        WholeOnly() {
            super(1000);
        }

        @Override
        public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
            return Optional.of(EndOfCallTest::unbuildable);
        }
    }

    @Test
    void answerThatCannotBeBuiltFailsAndIsNoSuccessInTheLedger() throws Exception {
        twin.enqueue(answer("1"), answer("2"));
        LlmException whole = errorOf(endpoint.generate(post("/chat"), exchange(), EndOfCallTest::unbuildable));
        LlmException streamed = Recorder.all(endpoint.stream(post("/chat"), exchange(), WholeOnly::new))
                .error();
        for (LlmException error : List.of(whole, streamed)) {
            assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
            assertThat(error.reason()).isEqualTo("internal");
            assertThat(error).hasCauseInstanceOf(NullPointerException.class);
        }
        assertThat(call.ledger().attempts())
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.error()).contains(ErrorKind.MALFORMED_RESPONSE));
    }

    @Test
    void emptyJsonInPlaceOfAStreamIsCalledEmpty() throws Exception {
        twin.enqueue(Reply.json(200, ""));
        LlmException error = Recorder.all(endpoint.stream(post("/chat"), exchange(), WholeOnly::new))
                .error();
        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.reason()).isEqualTo("empty");
        assertThat(error).hasMessageContaining("sent an empty answer");
    }

    private static ReplyBuilder redirect() {
        return Reply.builder().status(307).header("location", "/there");
    }

    @Test
    void redirectsBodyIsReadToItsEndAndItsConnectionKept() throws Exception {
        useOneLoop();
        for (int round = 0; round < 5; round++) {
            twin.enqueue(redirect().write("moved".repeat(100)).build(), answer("found"));
            assertThat(get(generate()).text()).contains("found");
        }
        assertThat(twin.connectionsOpened()).isLessThanOrEqualTo(2);
    }

    @Test
    void redirectsEndlessBodyIsGivenUp() throws Exception {
        twin.enqueue(redirect().chunked().repeat("moved", 100_000_000).build(), answer("found"));
        assertThat(get(generate()).text()).contains("found");
        assertThat(twin.connectionsOpened()).isEqualTo(2);
        assertThat(twin.bytesWritten()).isLessThan(50_000_000);
        endpoint.close();
        twin.awaitNoConnections(SOON);
    }

    @Test
    void redirectWhoseBodyStallsCanBeCancelled() throws Exception {
        twin.enqueue(redirect().chunked().write("mov").stall().build());
        CompletableFuture<?> future = generate();
        twin.takeRequest(SOON);
        future.cancel(true);
        twin.awaitNoConnections(SOON);
    }

    @Test
    void callsOnEventLoopsThatTheirOwnerClosedEndAsClosed() throws Exception {
        Vertx vertx = Vertx.vertx();
        use(endpoint(options -> options.set(HttpOptions.VERTX, vertx)));
        twin.enqueue(answer("1"));
        get(generate());
        get(vertx.close().toCompletionStage().toCompletableFuture());

        for (LlmException error : List.of(
                errorOf(generate()),
                Recorder.all(stream()).error(),
                errorOf(endpoint.get(twin.baseUri(), WireResponse::text)))) {
            assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(error.reason()).isEqualTo("closed");
        }
        assertThat(twin.requests()).hasSize(1);
    }
}
