package dev.llmdriver.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.server.internal.auth.AuthSettings;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.chats.LateStore;
import dev.llmdriver.server.internal.chats.StoreException;
import dev.llmdriver.server.internal.http.Entry;
import dev.llmdriver.server.internal.http.Patience;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of an answer before its model is asked, over a store that reads when the test says so. */
@Timeout(120)
class BeginningTest {
    private static final int SECONDS = 10;
    private static final int THREADS = 20;
    private static final int MOST_WAITING = 1000;

    private final HuggingFaceTwin twin = HuggingFaceTwin.start().serve(TwinModel.chat("org/chat"));
    private final LlmClient client = LlmClient.builder()
            .drivers(LlmDrivers.of(new HuggingFaceDriver()))
            .environment(Map.of())
            .systemProperties(Map.of())
            .workingFolder(Path.of("target", "no-configuration"))
            .property("llm.huggingface.base-url", twin.v1().toString())
            .property("llm.huggingface.api-key", "hf_ofTheServer")
            .build();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final LateStore store = new LateStore();
    private final Conversations conversations = new Conversations(store, Scheduler.system(), 10);
    private final Traffic traffic = new Traffic(Scheduler.system());
    private URI place;

    @BeforeEach
    void listen() throws Exception {
        Scheduler clock = Scheduler.system();
        Entry entry = new Entry(1000, new Room(1000), new Patience(clock, Duration.ofSeconds(SECONDS)));
        AuthSettings auth = AuthSettings.of(Map.of(
                        "auth.secret",
                        TokenMaker.SECRET,
                        "auth.issuer",
                        "https://login.example",
                        "auth.audience",
                        "llm"))
                .orElseThrow();
        ChatHandler chat = new ChatHandler(new Models(client, Optional.empty()), workers, clock, conversations);
        Router router = Router.router(vertx);
        router.route().handler(traffic::admit);
        new ApiRoutes(entry, new Callers(Optional.of(auth), workers, clock), chat).addTo(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        place = URI.create("http://127.0.0.1:" + server.actualPort() + "/api/ai/huggingface/org/chat/chat?chat_id=c");
    }

    @AfterEach
    void close() throws Exception {
        hold.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        workers.close();
        client.close();
        twin.close();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        return http.sendAsync(
                HttpRequest.newBuilder(place)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TokenMaker.right("ann"))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> asked) throws Exception {
        return asked.get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whoeverIsBrokenOffWhileItsHistoryIsReadIsToldSo() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        traffic.drain(Duration.ofMillis(1))
                .thenCompose(late -> traffic.breakOff(Duration.ofSeconds(SECONDS)))
                .get(SECONDS, TimeUnit.SECONDS);
        HttpResponse<String> answer = answer(asked);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("shutting down");
        store.reading.complete(List.of());
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void whatIsDeletedWhileItsHistoryIsReadIsNotAskedAnyMore() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        delete();
        store.reading.complete(List.of());
        assertDeleted(asked);
    }

    @Test
    void whatIsDeletedWhileItWaitsForAThreadIsNotAskedAnyMore() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        block();
        store.reading.complete(List.of());
        delete();
        hold.countDown();
        assertDeleted(asked);
    }

    private void delete() throws Exception {
        conversations.delete("ann", "c").get(SECONDS, TimeUnit.SECONDS);
    }

    /** The conversation may begin anew, and the next one's is the only answer that is asked for and kept. */
    private void assertDeleted(CompletableFuture<HttpResponse<String>> asked) throws Exception {
        assertThat(answer(asked).statusCode()).isEqualTo(410);
        assertThat(answer(asked).body()).contains("The conversation was deleted.");
        twin.enqueue(TwinAnswer.of("Hello"));
        assertThat(answer(ask()).body()).contains("event: finish");
        assertThat(twin.requests()).hasSize(1);
        assertThat(store.added).hasSize(1);
    }

    @Test
    void whatHasNoHistoryIsNoLongerUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        assertThat(conversations.underWay()).isEqualTo(1);
        store.reading.completeExceptionally(new StoreException("away", new Exception("the words")));
        assertThat(answer(asked).statusCode()).isEqualTo(503);
        awaitNothingUnderWay();
    }

    @Test
    void whatFindsNoThreadIsNoLongerUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        block();
        for (int i = 0; i < MOST_WAITING; i++) {
            workers.execute(() -> {});
        }
        store.reading.complete(List.of());
        assertThat(answer(asked).statusCode()).isEqualTo(503);
        awaitNothingUnderWay();
    }

    @Test
    void whatFailsOnItsWayToTheModelIsNoLongerUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask();
        store.awaitReading();
        store.reading.complete(Collections.singletonList(null)); // no request can be made of this
        assertThat(answer(asked).statusCode()).isEqualTo(500);
        awaitNothingUnderWay();
    }

    @Test
    void whatCannotBeWrittenIsNoLongerUnderWay() {
        Context loop = fake(Context.class, () -> {
            throw new IllegalStateException("the loop has ended");
        });
        RoutingContext request = fake(RoutingContext.class, () -> {});
        ChatAnswer answer = new ChatAnswer(request, loop, "c", conversations.begin("ann", "c"));
        answer.begin();
        answer.listen(ScriptedChatModel.create().enqueue(ScriptedAnswer.of("Hi")).stream(ChatRequest.of("Hello")));
        awaitNothingUnderWay();
    }

    private static <T> T fake(Class<T> type, Runnable does) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            does.run();
            return null;
        }));
    }

    private void block() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            workers.execute(() -> {
                busy.countDown();
                try {
                    hold.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(busy.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** A client may have the last byte before the server hears that it went. */
    private void awaitNothingUnderWay() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (conversations.underWay() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(conversations.underWay()).isZero();
    }
}
