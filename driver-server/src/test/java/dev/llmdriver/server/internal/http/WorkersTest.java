package dev.llmdriver.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many requests may wait for a thread. */
@Timeout(120)
class WorkersTest {
    private static final int SECONDS = 60;
    private static final int THREADS = 20;
    private static final int MOST_WAITING = 1000;

    private final Workers workers = new Workers();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(THREADS);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Vertx vertx;
    private URI place;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get("/").handler(context -> workers.run(context, () -> answer(context)));
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
        hold.countDown();
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private static void answer(RoutingContext context) {
        context.vertx().runOnContext(now -> context.end());
    }

    private HttpResponse<Void> get() throws Exception {
        return client.sendAsync(HttpRequest.newBuilder(place).build(), HttpResponse.BodyHandlers.discarding())
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private void work() {
        busy.countDown();
        try {
            hold.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whereTooManyWaitOneMoreIsRefusedUntilTheyAreDone() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        for (int i = 0; i < THREADS; i++) {
            workers.execute(this::work);
        }
        assertThat(busy.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        CountDownLatch done = new CountDownLatch(MOST_WAITING);
        for (int i = 0; i < MOST_WAITING; i++) {
            workers.execute(done::countDown);
        }
        HttpResponse<Void> refused = get();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");

        hold.countDown();
        assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(get().statusCode()).isEqualTo(200);
    }
}
