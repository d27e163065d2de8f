package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.internal.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
            } else {
                request.endHandler(unused -> response.end("data: Hello\n\ndata: [DONE]\n\n"));
            }
        });
        get(server.listen(0, "localhost").toCompletionStage().toCompletableFuture());
        use(endpoint(options -> options.set("tls.insecure", "true")));
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
}
