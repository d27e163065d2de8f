package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Secret;
import dev.llmdriver.Timeouts;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.LlmTimeoutException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one call does differently reaches the wire through everything that can be configured, and goes no further. */
@Timeout(60)
class OverridesTest {
    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;
    private HuggingFaceTwin other;
    private LlmClient client;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start();
        other = HuggingFaceTwin.start();
        client = LlmClient.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .workingFolder(folder)
                .property("llm.models.main.model", "huggingface:twin/echo")
                .property("llm.models.main.fallback", "spare:twin/echo")
                .property("llm.retry.max-attempts", "2")
                .property("llm.retry.base-delay", "1ms")
                .property("llm.limits.concurrency", "5")
                .property("llm.limits.requests-per-day", "1000")
                .property("llm.breaker.window", "100")
                .property("llm.budget.usd-per-day", "1000")
                .property("llm.price.input-per-million", "1")
                .property("llm.price.output-per-million", "1")
                .property("llm.defaults.max-tokens", "100")
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-keys.a", "hf_pool_a")
                .property("llm.huggingface.api-keys.b", "hf_pool_b")
                .property("llm.huggingface.headers.X-Team", "configured")
                .property("llm.providers.spare.driver", "huggingface")
                .property("llm.providers.spare.base-url", other.v1().toString())
                .property("llm.providers.spare.api-key", "hf_spare")
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        twin.close();
        other.close();
    }

    private static ChatRequestBuilder hello() {
        return ChatRequest.builder().user("Hello");
    }

    private static ChatRequest with(CallOptions.Builder options) {
        return hello().callOptions(options.build()).build();
    }

    private static RecordedRequest last(HuggingFaceTwin twin) {
        return twin.requests().get(twin.requests().size() - 1);
    }

    @Test
    void withoutAnyThePoolsKeyAndTheConfiguredHeaderAreSent() {
        client.model("main").generate("Hello");

        assertThat(last(twin).header("authorization")).contains("Bearer hf_pool_a");
        assertThat(last(twin).header("x-team")).contains("configured");
    }

    @Test
    void keyAndHeadersOfTheCall() {
        client.model("main")
                .generate(with(CallOptions.builder().apiKey(Secret.of("hf_own")).header("X-Team", "mine")));
        assertThat(last(twin).header("authorization")).contains("Bearer hf_own");
        assertThat(last(twin).header("x-team")).contains("mine");

        client.model("main").stream(with(CallOptions.builder().apiKey(Secret.of("hf_streamed"))))
                .result();
        assertThat(last(twin).header("authorization")).contains("Bearer hf_streamed");
    }

    @Test
    void theyHoldForEveryTry() {
        twin.enqueue(HuggingFaceErrors.overloaded());

        client.model("main").generate(with(CallOptions.builder().apiKey(Secret.of("hf_own"))));

        assertThat(twin.requests())
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.header("authorization")).contains("Bearer hf_own"));
    }

    @Test
    void theBaseUrlOfTheCall() {
        client.model("huggingface:twin/echo")
                .generate(with(CallOptions.builder().baseUrl(other.v1()).apiKey(Secret.of("hf_own"))));

        assertThat(twin.requests()).isEmpty();
        assertThat(last(other).header("authorization")).contains("Bearer hf_own");
    }

    @Test
    void anotherProviderThatStandsInGetsItsOwnKeyAndNoHeaders() {
        twin.enqueue(HuggingFaceErrors.overloaded(), HuggingFaceErrors.overloaded());

        client.model("main")
                .generate(with(CallOptions.builder().apiKey(Secret.of("hf_own")).header("X-Secret", "mine")));

        assertThat(last(other).header("authorization")).contains("Bearer hf_spare");
        assertThat(last(other).header("x-secret")).isEmpty();
    }

    @Test
    void timeoutsAndDeadlineOfTheCall() {
        twin.enqueue(Reply.silence(), Reply.silence(), Reply.silence());
        ChatModel model = client.model("huggingface:twin/echo");
        ChatRequest impatient = hello().timeouts(Timeouts.unset().withFirstToken(Duration.ofMillis(100)))
                .build();
        ChatRequest shortened = hello().deadline(Duration.ofMillis(200)).build();

        LlmTimeoutException first = catchThrowableOfType(
                LlmTimeoutException.class, () -> model.stream(impatient).result());
        LlmTimeoutException whole = catchThrowableOfType(LlmTimeoutException.class, () -> model.generate(shortened));

        assertThat(first.phase()).isEqualTo(Phase.FIRST_TOKEN);
        assertThat(first.attempts()).hasSize(2);
        assertThat(whole.attempts())
                .as("a busy machine may not even have sent it")
                .hasSizeLessThanOrEqualTo(1);
    }
}
