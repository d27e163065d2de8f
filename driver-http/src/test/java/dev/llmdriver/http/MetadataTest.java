package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Questions about the provider, by Web Client. */
class MetadataTest extends EndpointTest {
    private final BodyDecoder<Integer> length = response -> response.body().length;

    @Test
    void answerMayBeEmptyAndIsNoAttempt() throws Exception {
        twin.enqueue(Reply.empty(200), Reply.json(200, "[1]"));
        assertThat(get(endpoint.get(twin.baseUri().resolve("/health"), length))).isZero();
        assertThat(get(endpoint.metadata(
                        WireRequest.post(twin.baseUri().resolve("/show"))
                                .json("{}".getBytes(StandardCharsets.UTF_8))
                                .build(),
                        length)))
                .isEqualTo(3);
        RecordedRequest get = twin.awaitRequests(2, SOON).get(0);
        assertThat(get.method()).isEqualTo("GET");
        assertThat(get.header("authorization")).contains("Bearer " + KEY);
        assertThat(get.header("user-agent").orElseThrow()).startsWith("llm-driver/");
        assertThat(get.header("upgrade")).isEmpty();
        assertThat(twin.requests().get(1).body()).isEqualTo("{}");
        assertThat(call.ledger().attempts()).isEmpty();
    }

    @Test
    void errorsAreTypedAndNameTheProvider() throws Exception {
        twin.enqueue(Reply.json(401, "{}"), Reply.hangUp(), Reply.hangUp(), Reply.html(200, "Log in"));
        LlmException refused = errorOf(endpoint.get(twin.baseUri(), length));
        assertThat(refused.status()).hasValue(401);
        assertThat(refused.provider()).contains("prov");
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).reason()).isEqualTo("closed_before_answer");
        BodyDecoder<Object> json = response -> Json.tree(response.body());
        assertThat(errorOf(endpoint.get(twin.baseUri(), json)).reason()).isEqualTo("html");
        twin.close();
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
    }

    @Test
    void answerBeyondTheBoundIsRefused() throws Exception {
        use(endpoint(options -> options.set("max-body-bytes", "1000")));
        twin.enqueue(Reply.builder().chunked().repeat("y".repeat(100), 100_000).build());
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).reason()).isEqualTo("too_large");
    }

    @Test
    void silentServerIsTimed() throws Exception {
        VirtualClock clock = new VirtualClock();
        use(endpoint(options -> options.set(CommonOptions.SCHEDULER, clock)));
        twin.enqueue(Reply.silence());
        var future = endpoint.get(twin.baseUri(), length);
        twin.takeRequest(SOON);
        clock.advance(Duration.ofSeconds(30));
        LlmException error = errorOf(future);
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error.phase()).isEqualTo(Phase.FIRST_TOKEN);
    }

    @Test
    void timeoutAndCancelCloseTheConnection() throws Exception {
        VirtualClock clock = new VirtualClock();
        use(endpoint(options -> options.set(CommonOptions.SCHEDULER, clock)));
        twin.enqueue(
                Reply.silence(),
                Reply.builder().chunked().write("[1,").stall().build(),
                Reply.builder().chunked().write("[1,").stall().build());
        var silent = endpoint.get(twin.baseUri(), length);
        twin.takeRequest(SOON);
        silent.cancel(true);
        twin.awaitNoConnections(SOON);

        var half = endpoint.get(twin.baseUri(), length).thenApply(length -> length + 1);
        twin.takeRequest(SOON);
        half.cancel(true);
        twin.awaitNoConnections(SOON);

        var slow = endpoint.get(twin.baseUri(), length);
        twin.takeRequest(SOON);
        clock.advance(Duration.ofSeconds(30));
        assertThat(errorOf(slow).kind()).isEqualTo(ErrorKind.TIMEOUT);
        twin.awaitNoConnections(SOON);
    }

    @Test
    void cancellingBeforeThereIsAConnectionSendsNothing() throws Exception {
        useOneLoop();
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        oneLoop.runOnContext(
                turn -> { // in one turn of the loop no connection comes about
                    for (int round = 0; round < 20; round++) {
                        endpoint.get(twin.baseUri(), length).cancel(true);
                    }
                    cancelled.complete("all of them");
                });
        assertThat(get(cancelled)).isNotNull();
        twin.enqueue(Reply.json(200, "[1]"));
        assertThat(get(endpoint.get(twin.baseUri(), length))).isEqualTo(3);
        assertThat(twin.requests()).hasSize(1);
    }

    @Test
    void cancellingAnAnswerThatCameLeavesItsConnectionAlone() throws Exception {
        useOneLoop();
        twin.enqueue(Reply.json(200, "[1]"), Reply.json(404, "{}"), Reply.json(200, "[2]"));
        var first = endpoint.get(twin.baseUri(), length);
        get(first);
        first.cancel(true);
        errorOf(endpoint.get(twin.baseUri(), length));
        get(endpoint.get(twin.baseUri(), length));
        assertThat(twin.connectionsOpened()).isEqualTo(1);
    }

    @Test
    void staleConnectionIsReplacedOnceForAGet() throws Exception {
        useOneLoop();
        twin.enqueue(Reply.json(200, "[1]").with(reply -> reply.closeOnReuse()), Reply.json(200, "[2]"));
        get(endpoint.get(twin.baseUri(), length));
        assertThat(get(endpoint.get(twin.baseUri(), length))).isEqualTo(3);

        twin.enqueue(Reply.json(200, "[1]").with(reply -> reply.closeOnReuse()));
        get(endpoint.get(twin.baseUri(), length));
        WireRequest post = WireRequest.post(twin.baseUri())
                .json("{}".getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(errorOf(endpoint.metadata(post, length)).reason()).isEqualTo("closed_before_answer");
    }

    @Test
    void answerThatIsCutIsNotAskedForAgain() throws Exception {
        twin.enqueue(Reply.builder().contentLength(100).write("[1,").cut().build());
        assertThat(errorOf(endpoint.get(twin.baseUri(), length)).reason()).isEqualTo("cut");
        assertThat(twin.requests()).hasSize(1);
    }

    @Test
    void closingEndsOpenQuestions() throws Exception {
        twin.enqueue(Reply.silence());
        var future = endpoint.get(twin.baseUri(), length);
        twin.takeRequest(SOON);
        endpoint.close();
        LlmException error = errorOf(future);
        assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(error.reason()).isEqualTo("closed");
        twin.awaitNoConnections(SOON);
    }
}
