package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UnaryExchangeTest extends EndpointTest {
    @Test
    void answerIsDecodedAndCompleted() throws Exception {
        twin.enqueue(answer("hi").with(reply -> reply.header("x-request-id", "req-1")));
        Exchange exchange = Exchange.of(
                REF, dev.llmdriver.ChatRequest.of("Hello"), call, List.of(new Warning("dropped", "seed", "no seed")));

        ChatResponse response = get(endpoint.generate(post("/chat?x=1"), exchange, EndpointTest::decode));

        assertThat(response.text()).isEqualTo("\"hi\"");
        assertThat(response.requestId()).contains("req-1");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("dropped");
        Attempt attempt = response.attempts().get(0);
        assertThat(response.attempts()).hasSize(1);
        assertThat(attempt.status()).hasValue(200);
        assertThat(attempt.requestId()).contains("req-1");
        assertThat(attempt.duration()).isPresent();
        RecordedRequest request = twin.takeRequest(SOON);
        assertThat(request.path()).isEqualTo("/chat");
        assertThat(request.query()).isEqualTo("x=1");
        assertThat(request.body()).isEqualTo("{\"q\":1}");
        assertThat(request.header("authorization")).contains("Bearer " + KEY);
        assertThat(request.header("content-type")).contains("application/json");
        assertThat(request.header("user-agent").orElseThrow()).startsWith("llm-driver/");
        assertThat(request.header("upgrade")).isEmpty();
    }

    @Test
    void connectionIsKeptAndUsedAgain() throws Exception {
        for (int round = 0; round < 20; round++) {
            twin.enqueue(answer("1"), Reply.json(429, "{}"));
            get(generate());
            errorOf(generate());
        }
        // A call that follows at once may come before the connection is back in its pool, but never more than one is on
        // its way back.
        assertThat(twin.connectionsOpened()).isLessThanOrEqualTo(2);
        assertThat(twin.awaitRequests(40, SOON)).hasSize(40);
    }

    @Test
    void staleConnectionIsTypedAndCounted() throws Exception {
        useOneLoop();
        twin.enqueue(answer("1").with(reply -> reply.closeOnReuse()));
        get(generate());
        LlmException error = errorOf(generate());
        assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(error.reason()).isEqualTo("closed_before_answer");
        assertThat(error.attempts()).hasSize(2);
        assertThat(error.attempts().get(1).error()).contains(ErrorKind.STREAM_INTERRUPTED);
    }

    @Test
    void providersErrorIsClassifiedWithAllItsFacts() throws Exception {
        twin.enqueue(Reply.json(503, "{\"error\":\"busy\"}")
                .with(reply -> reply.header("x-amzn-trace-id", "Root=1").header("retry-after", "7")));
        LlmException error = errorOf(generate());
        assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(error.status()).hasValue(503);
        assertThat(error.retryAfter()).contains(java.time.Duration.ofSeconds(7));
        assertThat(error.requestId()).contains("Root=1");
        assertThat(error.excerpt()).contains("{\"error\":\"busy\"}");
        assertThat(error.provider()).contains("prov");
        assertThat(error.model()).contains("model");
        assertThat(error.attempts()).hasSize(1);
        assertThat(error.attempts().get(0).error()).contains(ErrorKind.SERVER_ERROR);
    }

    @Test
    void errorThatIsNotCompressedAsItSaysIsThatError() throws Exception {
        Reply busy = Reply.json(503, "no gzip").with(reply -> reply.header("content-encoding", "gzip"));
        twin.enqueue(busy, busy);
        assertThat(errorOf(generate()).status()).hasValue(503);
        assertThat(errorOf(endpoint.get(twin.baseUri(), WireResponse::text)).status())
                .hasValue(503);
    }

    @Test
    void brokenErrorBodyIsClassifiedByWhatCame() throws Exception {
        twin.enqueue(Reply.json(500, "{\"error\":\"a long explanation\"}").with(reply -> reply.cutAfter(10)));
        assertThat(errorOf(generate()).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    }

    @Test
    void answersThatAreNoneAreMalformed() throws Exception {
        twin.enqueue(Reply.empty(200), Reply.html(200, "Log in"), Reply.garbage(1));
        assertThat(errorOf(generate()).reason()).isEqualTo("empty");
        BodyDecoder<Object> json = response -> Json.reader().readTree(response.body());
        LlmException html = errorOf(endpoint.exchange(post("/e"), exchange(), json));
        assertThat(html.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(html.reason()).isEqualTo("html");
        assertThat(html.excerpt().orElseThrow()).contains("Log in");
        LlmException garbage = errorOf(generate());
        assertThat(garbage.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(garbage.reason()).isEqualTo("not_http");
    }

    @Test
    void bodyBeyondTheBoundIsRefused() throws Exception {
        use(endpoint(options -> options.set("max-body-bytes", "1000")));
        twin.enqueue(
                Reply.json(200, "x".repeat(1000)),
                Reply.json(200, "x".repeat(1001)),
                Reply.builder().chunked().repeat("y".repeat(100), 1000).gzip().build());
        assertThat(get(generate()).text()).hasSize(1000);
        assertThat(errorOf(generate()).reason()).isEqualTo("too_large");
        assertThat(errorOf(generate()).reason()).as("a gzip bomb").isEqualTo("too_large");
    }

    @Test
    void compressedAnswerIsRead() throws Exception {
        twin.enqueue(answer("squeezed").with(reply -> reply.gzip()));
        assertThat(get(generate()).text()).contains("squeezed");
        assertThat(twin.takeRequest(SOON).header("accept-encoding")).contains("gzip");
    }

    @Test
    void bodyCutShortIsInterrupted() throws Exception {
        twin.enqueue(
                answer("long enough").with(reply -> reply.cutAfter(4)),
                answer("x").with(r -> r.resetAfter(1)));
        assertThat(errorOf(generate()).reason()).isEqualTo("cut");
        assertThat(errorOf(generate()).kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
    }

    @Test
    void serverThatHangsUpIsTyped() throws Exception {
        twin.enqueue(Reply.hangUp(), Reply.resetConnection());
        assertThat(errorOf(generate()).reason()).isEqualTo("closed_before_answer");
        assertThat(errorOf(generate()).reason()).isEqualTo("closed_before_answer");
    }

    @Test
    void portWhereNobodyListensIsNoAttempt() throws Exception {
        LlmException error;
        try (Socket taken = new Socket()) { // so that nobody else can begin to listen there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI address = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/chat");
            error = errorOf(endpoint.generate(post(address), exchange(), EndpointTest::decode));
        }
        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(error.reason()).isEqualTo("refused");
        assertThat(error.phase()).isEqualTo(Phase.CONNECT);
        assertThat(error.attempts()).isEmpty();
        assertThat(error).hasMessageContaining("check that the server runs");
    }

    @Test
    void unknownHostIsSaid() throws Exception {
        use(endpoint(options -> options.set("allow-cleartext-key", "true")));
        LlmException error = errorOf(endpoint.generate(
                post(URI.create("http://no-such-host.invalid/chat")), exchange(), EndpointTest::decode));
        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(error.reason()).isEqualTo("dns");
    }

    @Test
    void decoderThatThrowsEndsItsCallOnly() throws Exception {
        twin.enqueue(answer("1"), answer("2"));
        BodyDecoder<String> broken = response -> {
            throw new IllegalStateException("oops");
        };
        assertThat(errorOf(endpoint.exchange(post("/e"), exchange(), broken)).kind())
                .isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(get(generate()).text()).contains("2");
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        twin.enqueue(Reply.silence());
        CompletableFuture<ChatResponse> future = generate();
        RecordedRequest request = twin.takeRequest(SOON);
        future.thenApply(response -> response.text()).cancel(true);
        request.awaitClosedByClient(SOON);
        twin.awaitNoConnections(SOON);
    }

    @Test
    void rawAnswerHoldsNoKey() throws Exception {
        twin.enqueue(answer("your key is " + KEY));
        ChatResponse response = get(endpoint.generate(
                post("/chat"), exchange(), whole -> EndpointTest.decode(whole).rawJson(whole.text())));
        assertThat(response.rawJson()).contains("\"your key is ****\"");
    }
}
