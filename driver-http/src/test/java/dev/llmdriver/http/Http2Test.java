package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.internal.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where TLS agrees on HTTP/2 many streams share a connection, and giving one up leaves the others alone. */
class Http2Test extends EndpointTest {
    private static final long MOST = 40_000_000;

    private final TestCertificate certificate = TestCertificate.create();
    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<HttpServerResponse> stalled = new CompletableFuture<>();
    private volatile CompletableFuture<Throwable> reset = new CompletableFuture<>();
    private final AtomicLong written = new AtomicLong();
    private HttpServer server;
    private byte[] block = {};

    @BeforeEach
    void serve() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(certificate.keyStore().toString())
                        .setPassword(certificate.password())));
        server.requestHandler(this::answer);
        get(server.listen(0, "localhost").toCompletionStage().toCompletableFuture());
        use(endpoint(options -> options.set("tls.insecure", "true")));
    }

    private void answer(HttpServerRequest request) {
        assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
        connections.add(request.connection());
        HttpServerResponse response = request.response().putHeader("content-type", "text/event-stream");
        response.exceptionHandler(thrown -> reset.complete(thrown));
        if (request.path().startsWith("/bomb")) {
            bomb(request.path(), response);
        } else if (request.path().equals("/stall")) {
            response.write(Buffer.buffer("data: a\n\n"));
            stalled.complete(response);
        } else {
            request.endHandler(unused -> response.end("data: Hello\n\ndata: [DONE]\n\n"));
        }
    }

    /** Writes as long as there is room and nobody resets the stream: 40 MB that become 40 GB. */
    private void bomb(String path, HttpServerResponse response) {
        response.putHeader("content-encoding", "gzip");
        response.putHeader("content-type", path.endsWith("stream") ? "text/event-stream" : "application/json");
        response.write(Buffer.buffer(BombTest.GZIP_HEAD));
        pump(response, Buffer.buffer(block));
    }

    private void pump(HttpServerResponse response, Buffer bytes) {
        while (!reset.isDone() && written.get() < MOST && !response.writeQueueFull()) {
            response.write(bytes);
            written.addAndGet(bytes.length());
        }
        response.drainHandler(unused -> pump(response, bytes));
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close().toCompletionStage().toCompletableFuture());
        certificate.close();
    }

    private Recorder stream(String path) {
        URI uri = URI.create("https://localhost:" + server.actualPort() + path);
        return Recorder.all(endpoint.stream(post(uri), exchange(), this::decoder));
    }

    @Test
    void streamsShareAConnectionAndCancellingResetsOneAlone() throws Exception {
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
        Recorder givenUp = stream("/stall");
        givenUp.awaitEvents(2);
        get(stalled);
        givenUp.cancel();
        assertThat(get(reset)).hasMessageContaining("8");
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
        assertThat(connections).hasSize(1);
    }

    @Test
    void bombsAreGivenUpAndTheConnectionKept() throws Exception {
        block = BombTest.block();
        use(endpoint(options -> options.set("tls.insecure", "true")
                .set("max-body-bytes", "1000000")
                .set("max-event-bytes", "1000000")));
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
        LlmException error = stream("/bomb-stream").error();
        assertThat(error.reason()).as("%s", error).isEqualTo("too_large");
        assertGivenUp();
        URI uri = URI.create("https://localhost:" + server.actualPort() + "/bomb-whole");
        error = errorOf(endpoint.generate(post(uri), exchange(), EndpointTest::decode));
        assertThat(error.reason()).as("%s", error).isEqualTo("too_large");
        assertGivenUp();
        error = errorOf(endpoint.get(uri, response -> response.text()));
        assertThat(error.reason()).as("%s", error).isEqualTo("too_large");
        assertGivenUp();
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
    }

    private void assertGivenUp() throws Exception {
        assertThat(get(reset)).isNotNull();
        assertThat(written.getAndSet(0)).isLessThan(MOST);
        reset = new CompletableFuture<>();
    }
}
