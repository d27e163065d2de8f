package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of models, and vectors. */
@Timeout(120)
class ModelsAndVectorsTest {
    private static final String EMBEDDINGS = "/v1/embeddings";

    @Test
    void aProviderThatFailsDoesNotFailTheList() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.models.other.model", "scripted:m"))) {
            JsonNode list = json(stage.get("/v1/models"));
            List<String> ids = new ArrayList<>();
            list.path("data").forEach(model -> ids.add(model.path("id").asText()));
            assertThat(list.path("object").asText()).isEqualTo("list");
            assertThat(ids)
                    .contains("fast", "other", "huggingface:org/chat")
                    .noneMatch(id -> id.startsWith("scripted:"));
            assertThat(list.path("data").path(0).path("object").asText()).isEqualTo("model");
        }
    }

    @Test
    void whoeverLeavesCancelsTheListsThatWereAskedFor() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.models.other.model", "scripted:m"))) {
            CompletableFuture<List<ModelInfo>> list = new CompletableFuture<>();
            CountDownLatch over = new CountDownLatch(1);
            CompletionStage<List<ModelInfo>> ended = list;
            ended.whenComplete((models, failure) -> over.countDown());
            stage.scripted.list = list;
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
                client.getOutputStream()
                        .write("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(stage.scripted.listing.await(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(over.await(8, TimeUnit.SECONDS)).isTrue();
            assertThat(list).isCancelled();
        }
    }

    @Test
    void aListThatTakesTooLongIsCancelledAndAddsNothing() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage =
                Stage.configured(Map.of("llm.models.other.model", "scripted:m"), builder -> builder.scheduler(clock))) {
            CompletableFuture<List<ModelInfo>> list = new CompletableFuture<>();
            stage.scripted.list = list;
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return stage.get("/v1/models");
                } catch (Exception unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            });
            assertThat(stage.scripted.listing.await(60, TimeUnit.SECONDS)).isTrue();
            while (!answer.isDone()) { // the alarm is set right after the question
                clock.advance(Duration.ofSeconds(1));
            }
            assertThat(answer.join().body()).contains("\"fast\"").doesNotContain("scripted:");
            assertThat(list).isCancelled();
        }
    }

    @Test
    void aListOfTextsIsNoLongerThanAtOpenAi() throws Exception {
        try (Stage stage = Stage.open()) {
            String most = "\"a\"" + ",\"a\"".repeat(2047);
            assertThat(stage.post(EMBEDDINGS, "{\"model\":\"demo:assistant\",\"input\":[" + most + "]}")
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused =
                    stage.post(EMBEDDINGS, "{\"model\":\"demo:assistant\",\"input\":[" + most + ",\"a\"]}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused).path("error").path("param").asText()).isEqualTo("input");
        }
    }

    @Test
    void oneModelIsTold() throws Exception {
        try (Stage stage = Stage.open()) {
            assertThat(json(stage.get("/v1/models/fast")).path("id").asText()).isEqualTo("fast");
            assertThat(json(stage.get("/v1/models/huggingface:org%2Fchat"))
                            .path("id")
                            .asText())
                    .isEqualTo("huggingface:org/chat");
            HttpResponse<String> unknown = stage.get("/v1/models/nobody");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(json(unknown).path("error").path("code").asText()).isEqualTo("model_not_found");
            assertThat(stage.get("/v1/models/huggingface:org/none").statusCode())
                    .isEqualTo(404);
        }
    }

    /** What was found is remembered by its name, a thousand of them; and whoever asks makes up names as long as bodies may be. */
    @Test
    void aNameOfAMegabyteIsNobodysAndNotRemembered() throws Exception {
        try (Stage stage = Stage.open()) {
            String longest = "scripted:" + "m".repeat(900);
            stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
            assertThat(stage.post(Stage.CHAT, Stage.asking(longest, "")).statusCode())
                    .isEqualTo(200);
            long before = held();
            for (int i = 0; i < 40; i++) {
                String name = "scripted:" + i + "m".repeat(1_000_000);
                stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
                HttpResponse<String> answer = stage.post(Stage.CHAT, Stage.asking(name, ""));
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
            }
            assertThat(held() - before).isLessThan(20_000_000);
            String name = "scripted:" + "m".repeat(2000);
            for (String path : new String[] {Stage.CHAT, EMBEDDINGS}) {
                HttpResponse<String> answer = stage.post(path, Stage.asking(name, ",\"input\":\"x\""));
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(json(answer).path("error").path("code").asText()).isEqualTo("model_not_found");
            }
        }
    }

    /** {@return the bytes that are in use once nothing is left that could be collected} */
    private static long held() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    void vectorsComeAsNumbersOrBytes() throws Exception {
        try (Stage stage = Stage.open()) {
            String asked = "{\"model\":\"demo:embedder\",\"input\":[\"one\",\"two\"]";
            JsonNode numbers = json(stage.post(EMBEDDINGS, asked + "}"));
            assertThat(numbers.path("data")).hasSize(2);
            assertThat(numbers.path("data").path(1).path("index").asInt()).isEqualTo(1);
            assertThat(numbers.path("usage").has("prompt_tokens")).isTrue();
            JsonNode bytes = json(stage.post(EMBEDDINGS, asked + ",\"encoding_format\":\"base64\"}"));
            ByteBuffer vector = ByteBuffer.wrap(Base64.getDecoder()
                            .decode(bytes.path("data").path(0).path("embedding").asText()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (JsonNode number : numbers.path("data").path(0).path("embedding")) {
                assertThat(vector.getFloat()).isEqualTo(number.floatValue());
            }
            assertThat(vector.hasRemaining()).isFalse();
        }
    }

    @Test
    void dimensionsThatAProviderCannotChooseAreTold() throws Exception {
        try (Stage stage = Stage.open()) {
            String asked = "{\"model\":\"demo:embedder\",\"input\":\"one\"";
            JsonNode warned =
                    json(stage.post(EMBEDDINGS, asked + ",\"dimensions\":4}")).path("warnings");
            assertThat(warned.path(0).path("field").asText()).isEqualTo("dimensions");
            assertThat(json(stage.post(EMBEDDINGS, asked + "}")).has("warnings"))
                    .isFalse();
        }
    }

    @Test
    void tokensAndOtherProvidersAreRefused() throws Exception {
        try (Stage stage = Stage.open()) {
            HttpResponse<String> tokens = stage.post(EMBEDDINGS, "{\"model\":\"demo:embedder\",\"input\":[1,2,3]}");
            assertThat(tokens.statusCode()).isEqualTo(400);
            assertThat(json(tokens).path("error").path("message").asText()).contains("'input'", "tokens");
            assertThat(stage.post(EMBEDDINGS, "{\"model\":\"scripted:m\",\"input\":\"x\"}")
                            .statusCode())
                    .isEqualTo(400);
        }
    }
}
