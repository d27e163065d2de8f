package dev.llmdriver.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much of all requests together is held. */
@Timeout(120)
class EntryTest {
    private static final int SECONDS = 60;
    private static final String BODY = "x".repeat(1000);

    private final BlockingQueue<RoutingContext> in = new LinkedBlockingQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Vertx vertx;
    private URI place;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        Scheduler scheduler = Scheduler.system();
        Entry entry = new Entry(1000, new Room(1500), new Patience(scheduler, Duration.ofSeconds(SECONDS)));
        entry.post(router, "/").handler(in::add);
        router.errorHandler(
                500,
                context -> context.response()
                        .setStatusCode(((Refusal) context.failure()).status())
                        .end());
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        place = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<HttpResponse<Void>> post() {
        return client.sendAsync(
                HttpRequest.newBuilder(place)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private RoutingContext next() throws InterruptedException {
        RoutingContext next = in.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("nothing came in").isNotNull();
        return next;
    }

    private static HttpResponse<Void> answer(CompletableFuture<HttpResponse<Void>> asked) throws Exception {
        return asked.get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whatMemoryHasNoRoomForIsRefusedUntilOthersAreAnswered() throws Exception {
        CompletableFuture<HttpResponse<Void>> first = post();
        RoutingContext held = next();
        HttpResponse<Void> refused = answer(post());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");

        assertThat(Entry.body(held)).hasSize(1000);
        held.end();
        assertThat(answer(first).statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<Void>> third = post();
        next().end();
        assertThat(answer(third).statusCode()).isEqualTo(200);
    }

    @Test
    void whatWasReadIsGivenOnce() throws Exception {
        CompletableFuture<HttpResponse<Void>> asked = post();
        RoutingContext held = next();
        assertThat(Entry.body(held)).hasSize(1000);
        assertThat(Entry.body(held)).isEmpty();
        held.end();
        answer(asked);
    }
}
