package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody tries token after token, over many connections at once. */
@Timeout(300)
class WrongTokensTest {
    private static final int TOKENS = 10_000;
    private static final int CONNECTIONS = 16;
    private static final int RIGHT = 20;
    private static final long GROWTH = 32_000_000;

    @TempDir
    Path folder;

    /** {@return how often it was refused as it ought to be} */
    private static int guess(ApiStage api, List<String> wrong, int first) throws Exception {
        HttpClient own =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        int refused = 0;
        for (int i = first; i < TOKENS; i += CONNECTIONS) {
            HttpRequest request = HttpRequest.newBuilder(api.stage.uri(SCRIPTED + "?chat_id=c"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + wrong.get(i))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofString(saying("Let me in")))
                    .build();
            refused += own.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 401 ? 1 : 0;
        }
        return refused;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void askRightly(ApiStage api) throws Exception {
        for (int i = 0; i < RIGHT; i++) {
            assertThat(api.ask("ann", SCRIPTED, saying("Hello")).body()).contains("event: finish");
        }
    }

    @Test
    void nobodyIsLetInAndTheOthersAreServed() throws Exception {
        ExecutorService guessers = Executors.newFixedThreadPool(CONNECTIONS);
        try (ApiStage api = ApiStage.open(folder, Map.of())) {
            api.stage.scripted.model.answers(request -> ScriptedAnswer.of("Good day"));
            List<String> wrong = TokenMaker.wrong(TOKENS);
            askRightly(api);
            long before = heap();
            long begun = System.nanoTime();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                all.add(guessers.submit(() -> guess(api, wrong, first)));
            }
            askRightly(api);
            int refused = 0;
            for (Future<Integer> each : all) {
                refused += each.get(240, TimeUnit.SECONDS);
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            assertThat(refused).isEqualTo(TOKENS);
            assertThat(api.stage.scripted.model.requests()).hasSize(2 * RIGHT);
            assertThat(api.tokens.fetches()).isLessThanOrEqualTo((int) (3 + 2 * (seconds / 30 + 1)));
            assertThat(heap() - before).isLessThan(GROWTH);
        } finally {
            guessers.shutdownNow();
        }
    }
}
