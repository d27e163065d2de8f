package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.limits.redis.RedisLimitStore;
import dev.llmdriver.limits.redis.RedisServer;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.DatabaseSettings;
import dev.llmdriver.server.internal.chats.PostgresServer;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers behind a balancer, over one PostgreSQL and one Redis, are one to their callers. */
@Timeout(240)
class FleetTest {
    private static final int CALLS = 20;
    private static final int ALLOWED = 7;

    @TempDir
    Path folder;

    private final List<Stage> fleet = new ArrayList<>();
    /** Each server has a connection of its own, which waits for a slow machine. */
    private final List<RedisLimitStore> stores = new ArrayList<>();

    private RedisServer redis;
    private PostgresServer postgres;
    private TokenMaker tokens;

    @BeforeEach
    void start() throws Exception {
        PostgresServer.assume();
        redis = RedisServer.start(folder);
        postgres = PostgresServer.start();
        tokens = TokenMaker.start();
    }

    @AfterEach
    void stop() throws Exception {
        fleet.forEach(Stage::close);
        stores.forEach(RedisLimitStore::close);
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
            tokens.close();
        }
    }

    private void open(Map<String, String> limits) throws Exception {
        DatabaseSettings database = postgres.settings();
        Map<String, String> settings = new HashMap<>(tokens.settings());
        settings.put("llm.server.chats.url", database.url());
        settings.put("llm.server.chats.user", database.user());
        settings.put("llm.server.chats.password", database.password());
        settings.putAll(limits);
        for (int i = 0; i < 2; i++) {
            RedisLimitStore store = redis.store("fleet");
            stores.add(store);
            Stage stage = Stage.sharing(store, settings);
            stage.scripted.model.answers(request ->
                    ScriptedAnswer.builder().text("Good day").usage(5, 100).build());
            fleet.add(stage);
        }
    }

    private static HttpResponse<String> ask(Stage stage, String caller, String path, String body) throws Exception {
        return stage.send(HttpRequest.newBuilder(stage.uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TokenMaker.right(caller))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int status(Stage stage, String caller) throws Exception {
        return ask(stage, caller, CHAT, asking("scripted:m", ",\"max_tokens\":100"))
                .statusCode();
    }

    /** Asks all at once, one server after the other. */
    private List<Integer> statuses(String caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        try {
            CountDownLatch together = new CountDownLatch(CALLS);
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Stage stage = fleet.get(i % fleet.size());
                asked.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return status(stage, caller);
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> each : asked) {
                statuses.add(each.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    private void areAnswered(List<Integer> statuses) {
        assertThat(Collections.frequency(statuses, 200)).as("%s", statuses).isEqualTo(ALLOWED);
        assertThat(Collections.frequency(statuses, 429)).as("%s", statuses).isEqualTo(CALLS - ALLOWED);
        assertThat(fleet.stream()
                        .mapToInt(stage -> stage.scripted.model.requests().size())
                        .sum())
                .isEqualTo(ALLOWED);
    }

    private static List<String> told(Stage stage) {
        return stage.scripted.model.requests().get(0).messages().stream()
                .map(message -> message.text())
                .toList();
    }

    @Test
    void aConversationGoesOnAtTheOtherServer() throws Exception {
        open(Map.of());
        String chat = SCRIPTED + "?chat_id=holidays";
        assertThat(ask(fleet.get(0), "ann", chat, saying("Where to?")).body()).contains("event: finish");

        assertThat(ask(fleet.get(1), "ann", chat, saying("And then?")).body()).contains("event: finish");
        assertThat(ask(fleet.get(1), "bob", chat, saying("Mine")).body()).contains("event: finish");

        assertThat(told(fleet.get(1))).containsExactly("Where to?", "Good day", "And then?");
        assertThat(fleet.get(1).scripted.model.requests().get(1).messages()).hasSize(1);
    }

    @Test
    void aCallersRequestsAreCountedTogether() throws Exception {
        open(Map.of(
                "llm.callers.limits.requests-per-day", "" + ALLOWED, "llm.callers.limits.zone", ApiStage.middayZone()));

        areAnswered(statuses("ann"));

        assertThat(status(fleet.get(0), "bob")).isEqualTo(200);
    }

    @Test
    void aCallersMoneyIsCountedTogether() throws Exception {
        open(Map.of(
                "llm.callers.budget.usd-total", "0.0007",
                "llm.price.input-per-million", "0",
                "llm.price.output-per-million", "1"));

        areAnswered(statuses("ann"));

        assertThat(status(fleet.get(1), "bob")).isEqualTo(200);
    }

    @Test
    void whatWasUsedAtAServerThatEndedIsUsed() throws Exception {
        open(Map.of(
                "llm.callers.limits.requests-per-day", "" + ALLOWED,
                "llm.callers.limits.zone", ApiStage.middayZone(),
                "llm.callers.budget.usd-total", "0.0006",
                "llm.price.input-per-million", "0",
                "llm.price.output-per-million", "1"));
        for (int i = 0; i < 3; i++) {
            assertThat(status(fleet.get(0), "ann")).isEqualTo(200);
        }

        fleet.get(0).close();

        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            left.add(status(fleet.get(1), "ann"));
        }
        assertThat(left).as("money for six in all").containsExactly(200, 200, 200, 429);
        assertThat(status(fleet.get(1), "bob")).isEqualTo(200);
    }
}
