package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.internal.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where TLS agrees on HTTP/2 many streams share a connection, and giving one up leaves the others alone. */
class Http2Test extends EndpointTest {
    private final TestCertificate certificate = TestCertificate.create();
    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<HttpServerResponse> stalled = new CompletableFuture<>();
    private final CompletableFuture<Throwable> reset = new CompletableFuture<>();
    private final byte[] bomb = bomb();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(certificate.keyStore().toString())
                        .setPassword(certificate.password())));
        server.requestHandler(request -> {
            assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
            connections.add(request.connection());
            HttpServerResponse response = request.response().putHeader("content-type", "text/event-stream");
            response.exceptionHandler(reset::complete);
            if (request.path().equals("/stall")) {
                response.write(Buffer.buffer("data: a\n\n"));
                stalled.complete(response);
            } else if (request.path().startsWith("/bomb")) {
                response.putHeader("content-encoding", "gzip")
                        .putHeader(
                                "content-type",
                                request.path().endsWith("json") ? "application/json" : "text/event-stream");
                request.endHandler(unused -> response.end(Buffer.buffer(bomb)));
            } else {
                request.endHandler(unused -> response.end("data: Hello\n\ndata: [DONE]\n\n"));
            }
        });
        get(server.listen(0, "localhost").toCompletionStage().toCompletableFuture());
        use(endpoint(options -> options.set("tls.insecure", "true")));
    }

    private static byte[] bomb() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] mebibyte = new byte[1 << 20];
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 64; i++) {
                gzip.write(mebibyte);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
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
    void whatBecomesTooLargeIsGivenUpAlone() throws Exception {
        use(endpoint(options -> options.set("tls.insecure", "true")
                .set("max-body-bytes", "1000000")
                .set("max-event-bytes", "1000000")));
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
        assertThat(stream("/bomb").error().reason()).isEqualTo("too_large");
        URI whole = URI.create("https://localhost:" + server.actualPort() + "/bomb.json");
        LlmException error =
                errorOf(endpoint.exchange(post(whole), exchange(), response -> Json.tree(response.body())));
        assertThat(error.reason()).isEqualTo("too_large");
        assertThat(stream("/ok").response().text()).isEqualTo("Hello");
        assertThat(connections).hasSize(1);
    }
}
