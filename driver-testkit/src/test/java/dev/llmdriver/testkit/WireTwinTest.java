package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WireTwinTest {
    private static final Duration SOON = ofSeconds(30);

    private final WireTwin twin = WireTwin.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void recordsWhatItReceives() throws Exception {
        twin.enqueue(Reply.json(201, "{\"made\":1}"));

        HttpResponse<String> answer = post(twin, "/v1/things?a=b%20c", "{\"name\":\"é\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"made\":1}");
        RecordedRequest request = twin.takeRequest(SOON);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/things");
        assertThat(request.query()).isEqualTo("a=b%20c");
        assertThat(request.header("X-Test")).contains("yes");
        assertThat(request.json().path("name").asText()).isEqualTo("é");
        assertThat(request.awaitReplyEnd(SOON).cause()).isEqualTo(ReplyEnd.Cause.COMPLETE);
        twin.assertScriptUsed();
    }

    @Test
    void readsChunkedBodiesAndGivesLeaveToSend() throws Exception {
        twin.enqueue(Reply.empty(200));
        HttpRequest request = HttpRequest.newBuilder(URI.create(twin.baseUri() + "/up"))
                .expectContinue(true)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(100_000))))
                .build();

        http.send(request, BodyHandlers.discarding());

        RecordedRequest seen = twin.takeRequest(SOON);
        assertThat(seen.header("transfer-encoding")).contains("chunked");
        assertThat(seen.body()).hasSize(100_000);
    }

    @Test
    void keepsConnectionsAlive() throws Exception {
        twin.on(any -> true, any -> Reply.text(200, "ok"));

        post(twin, "/a", "");
        post(twin, "/b", "");

        assertThat(twin.connectionsOpened()).isEqualTo(1);
        assertThat(twin.requests()).extracting(RecordedRequest::connection).containsExactly(0, 0);
    }

    @Test
    void aRuleGoesBeforeTheQueueAndTheNewestRuleFirst() throws Exception {
        twin.enqueue(Reply.text(200, "queued"));
        twin.on(r -> r.path().startsWith("/rule"), r -> Reply.text(200, "old rule"));
        twin.on(r -> r.path().equals("/rule/new"), r -> Reply.text(200, "new rule"));

        assertThat(post(twin, "/rule/new", "").body()).isEqualTo("new rule");
        assertThat(post(twin, "/rule/x", "").body()).isEqualTo("old rule");
        assertThat(post(twin, "/other", "").body()).isEqualTo("queued");
    }

    @Test
    void aScriptThatWasNeverAskedForFails() {
        twin.enqueue(Reply.empty(200));

        assertThatThrownBy(twin::assertScriptUsed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 scripted");
    }

    @Test
    void aRequestThatNobodyExpectedFails() throws Exception {
        assertThat(post(twin, "/surprise", "").statusCode()).isEqualTo(501);

        assertThatThrownBy(twin::assertScriptUsed).hasMessageContaining("/surprise");
    }

    @Test
    void aWaitThatIsNotMetSaysWhatWasSeen() {
        assertThatThrownBy(() -> twin.awaitRequests(1, ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("0 of 0 connections open");
    }

    @Test
    void aClientThatLeavesBeforeTheHeadIsSeen() throws Exception {
        twin.enqueue(Reply.silence());
        RawClient client = new RawClient(twin).get("/");
        twin.takeRequest(SOON);
        long left = System.nanoTime();
        client.close();

        RecordedRequest request = twin.awaitClosedByClient(SOON);

        assertThat(request.awaitClosedByClient(SOON).bytes()).isZero();
        assertThat(request.awaitClosedByClient(SOON).nanoTime() - left).isPositive();
        twin.awaitNoConnections(SOON);
    }

    @Test
    void aClientThatLeavesBetweenTokensIsSeen() throws Exception {
        twin.enqueue(Reply.sse().event("{\"n\":1}").stall().build());
        try (RawClient client = new RawClient(twin).get("/")) {
            client.hearUntil("\"n\":1");
        }

        ReplyEnd end = twin.awaitClosedByClient(SOON).awaitClosedByClient(SOON);

        assertThat(end.bytes()).isPositive();
        assertThat(end.bytes()).isEqualTo(twin.bytesWritten());
    }

    @Test
    void closingTheTwinIsNotTheClientsDoing() throws Exception {
        twin.enqueue(Reply.silence());
        RawClient client = new RawClient(twin).get("/");
        RecordedRequest request = twin.takeRequest(SOON);

        twin.close();

        assertThat(request.awaitReplyEnd(SOON).cause()).isEqualTo(ReplyEnd.Cause.TWIN_CLOSED);
        client.close();
    }

    @Test
    void speaksTlsAndResetsItToo() throws Exception {
        try (WireTwin secure = WireTwin.start(TwinOptions.defaults().tls())) {
            secure.enqueue(
                    Reply.text(200, "secret"), Reply.sse().event("{}").reset().build());
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(secure.trustingContext()).build();

            assertThat(trusting.send(get(secure, "/"), BodyHandlers.ofString()).body())
                    .isEqualTo("secret");
            // A POST, because the JDK's client asks again for a GET that broke before its first byte was read.
            HttpRequest once = HttpRequest.newBuilder(secure.baseUri())
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThatThrownBy(() -> trusting.send(once, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("reset");
            assertThatThrownBy(() -> http.send(get(secure, "/"), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(Files.readString(secure.certificatePem())).startsWith("-----BEGIN CERTIFICATE-----");
        }
    }

    @Test
    void compressesForClientsThatAcceptIt() throws Exception {
        try (WireTwin compressing = WireTwin.start(TwinOptions.defaults().gzip())) {
            compressing.on(any -> true, any -> Reply.text(200, "plain"));
            HttpRequest accepting = HttpRequest.newBuilder(compressing.baseUri())
                    .header("accept-encoding", "gzip")
                    .build();

            HttpResponse<byte[]> packed = http.send(accepting, BodyHandlers.ofByteArray());

            assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(Bytes.gunzip(packed.body())).isEqualTo("plain".getBytes(UTF_8));
            assertThat(http.send(get(compressing, "/"), BodyHandlers.ofString()).body())
                    .isEqualTo("plain");
        }
    }

    @Test
    void leavesABorrowedVertxOpen() {
        Vertx vertx = Vertx.vertx();
        try {
            WireTwin.start(TwinOptions.defaults().vertx(vertx)).close();
            assertThatCode(() ->
                            WireTwin.start(TwinOptions.defaults().vertx(vertx)).close())
                    .doesNotThrowAnyException();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        try (RawClient client = new RawClient(twin).send("nonsense\r\n\r\n")) {
            assertThat(client.hear(30_000).text()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(twin.requests()).isEqualTo(List.of());
    }

    private HttpResponse<String> post(WireTwin to, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(to.baseUri() + path))
                .header("x-test", "yes")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest get(WireTwin to, String path) {
        return HttpRequest.newBuilder(URI.create(to.baseUri() + path)).build();
    }
}
