package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.RetryHint;
import dev.llmdriver.testkit.TwinAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one test that waits in real time: a second that a provider named over HTTP passes before the next request leaves. */
@Timeout(60)
class RetryAfterTest {
    private static final Duration NAMED = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final Set<String> limited = ConcurrentHashMap.newKeySet();
    private HuggingFaceTwin twin;
    private LlmClient client;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start();
        twin.on(request -> true, this::limitedOnce);
        client = LlmClient.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(folder)
                .property("llm.model", "huggingface:twin/echo")
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-key", "hf_test")
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        twin.close();
    }

    private Reply limitedOnce(RecordedRequest request) {
        if (limited.add(request.body())) {
            return HuggingFaceErrors.rateLimited(RetryHint.retryAfterSeconds(NAMED.toSeconds()));
        }
        TwinAnswer answer = TwinAnswer.of("Hello");
        return request.json().path("stream").asBoolean()
                ? HuggingFaceDialect.ROUTER.stream(answer)
                : HuggingFaceDialect.ROUTER.unary(answer);
    }

    /** All at once, so that they wait together. */
    @Test
    void theNamedTimeIsWaitedOutInEachMode() {
        ChatModel model = client.model();
        CompletableFuture<ChatResponse> whole = model.generateAsync(ChatRequest.of("whole"));
        ChatStream stream = model.stream("streamed");
        CompletableFuture<ChatResponse> streamed = CompletableFuture.supplyAsync(stream::result);
        ChatResponse blocking = model.generate("blocking");

        for (ChatResponse answer : List.of(blocking, whole.join(), streamed.join())) {
            assertThat(answer.text()).isEqualTo("Hello");
            assertThat(answer.attempts()).hasSize(2);
            Attempt second = answer.attempts().get(1);
            assertThat(second.purpose()).isEqualTo(Attempt.Purpose.RETRY);
            assertThat(second.waited()).isBetween(NAMED, Duration.ofMillis(1100));
        }
        for (String body : limited) {
            List<Long> arrivals = twin.requests().stream()
                    .filter(request -> request.body().equals(body))
                    .map(RecordedRequest::arrivedNanoTime)
                    .toList();
            assertThat(arrivals).hasSize(2);
            assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0)))
                    .as("the time between the two requests of %s at the socket", body)
                    .isGreaterThanOrEqualTo(NAMED);
        }
    }
}
