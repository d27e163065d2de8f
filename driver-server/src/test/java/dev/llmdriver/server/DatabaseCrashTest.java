package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.chats.DatabaseSettings;
import dev.llmdriver.server.internal.chats.PostgresServer;
import dev.llmdriver.server.internal.chats.SqlChats;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database of conversations is killed while callers chat, and comes back. */
@Timeout(240)
class DatabaseCrashTest {
    private static final int CALLERS = 8;
    private static final int SOME = FaultSize.of(40, 1_000);

    @TempDir
    Path folder;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean enough;

    /** Half of the chats read what is kept before they ask, the others need the database at their end alone. */
    private Void chat(ApiStage api, int caller) throws Exception {
        for (int i = 0; !enough; i++) {
            String named = i % 2 == 0 ? "?chat_id=c" + caller + "-" + i : "";
            HttpResponse<String> answer = api.ask("ann", SCRIPTED + named, saying("Hello"));
            if (answer.body().contains("event: finish")) {
                acknowledged.add(answer.headers().firstValue("LLM-Chat-Id").orElseThrow());
            } else {
                assertThat(answer.body()).contains("Conversations cannot be kept at present");
                failed.add(answer.headers().firstValue("LLM-Chat-Id").orElse("c" + caller + "-" + i));
            }
        }
        return null;
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void look(DatabaseSettings database) throws Exception {
        try (ChatStore store = new SqlChats(database)) {
            for (String chat : acknowledged) {
                assertThat(kept(store, chat)).extracting(Turn::text).containsExactly("Hello", "Good day");
            }
            for (String chat : failed) {
                assertThat(kept(store, chat).size()).as(chat).isIn(0, 2);
            }
        }
    }

    private static List<Turn> kept(ChatStore store, String chat) throws Exception {
        return store.turns("ann", chat, 10).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Map<String, String> settings(DatabaseSettings database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("llm.server.chats.url", database.url());
        settings.put("llm.server.chats.user", database.user());
        settings.put("llm.server.chats.password", database.password());
        return settings;
    }

    @Test
    void whatWasAcknowledgedIsThereAndTheServerGoesOn() throws Exception {
        PostgresServer.assume();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (PostgresServer postgres = PostgresServer.start();
                ApiStage api = ApiStage.open(folder, settings(postgres.settings()))) {
            api.stage.scripted.model.answers(request -> ScriptedAnswer.of("Good day"));
            List<Future<Void>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> threads.submit(() -> chat(api, caller)))
                    .toList();
            await(() -> acknowledged.size() >= SOME);
            postgres.crash();
            int before = failed.size();
            await(() -> failed.size() >= before + 2 * CALLERS);
            postgres.resume();
            int until = acknowledged.size() + SOME;
            await(() -> acknowledged.size() >= until);
            enough = true;
            for (Future<Void> caller : callers) {
                caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            look(postgres.settings());
        } finally {
            enough = true;
            threads.shutdownNow();
        }
    }
}
