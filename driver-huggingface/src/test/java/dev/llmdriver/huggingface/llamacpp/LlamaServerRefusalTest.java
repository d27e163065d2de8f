package dev.llmdriver.huggingface.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.ApiException;
import dev.llmdriver.error.AuthenticationException;
import dev.llmdriver.error.ConnectFailedException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.error.StreamInterruptedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Keys, vectors and crashes: what needs a server of its own. */
@EnabledIf(value = "dev.llmdriver.huggingface.llamacpp.LlamaFiles#areThere", disabledReason = LlamaFiles.MISSING)
class LlamaServerRefusalTest {
    private static final String KEY = "the-right-key-4711";
    private static final String WRONG_KEY = "a-wrong-key-0815";

    @Test
    void asksForItsKey() throws IOException {
        try (LlamaServer server = LlamaServer.start("--api-key", KEY);
                LlmProvider right = server.open("api-key", KEY);
                LlmProvider wrong = server.open("api-key", WRONG_KEY);
                LlmProvider none = server.open()) {
            assertThat(right.chatModel(LlamaServer.MODEL)
                            .generate(LlamaServerTest.ask(2).build())
                            .text())
                    .isNotEmpty();
            isRefused(wrong.chatModel(LlamaServer.MODEL));
            isRefused(none.chatModel(LlamaServer.MODEL));
        }
    }

    private static void isRefused(ChatModel model) {
        assertThatThrownBy(() -> model.generate(LlamaServerTest.ask(2).build()))
                .satisfies(LlamaServerRefusalTest::isAboutTheKey);
        assertThatThrownBy(() -> model.stream(LlamaServerTest.ask(2).build()).result())
                .satisfies(LlamaServerRefusalTest::isAboutTheKey);
    }

    private static void isAboutTheKey(Throwable failure) {
        assertThat(failure).isInstanceOf(AuthenticationException.class).hasMessageNotContainingAny(KEY, WRONG_KEY);
        assertThat(((LlmException) failure).status()).hasValue(401);
    }

    @Test
    void givesVectors() throws IOException {
        try (LlamaServer server = LlamaServer.start("--embeddings", "--pooling", "mean");
                LlmProvider provider = server.open()) {
            EmbeddingModel model = provider.embeddingModel(LlamaServer.MODEL);

            EmbeddingResponse answer = model.embed(EmbeddingRequest.of("Hello", "Goodbye", "Hello"));

            assertThat(answer.vectors())
                    .hasSize(3)
                    .allSatisfy(vector -> assertThat(vector)
                            .hasSize(answer.vectors().get(0).length)
                            .isNotEmpty());
            assertThat(answer.vectors().get(2)).isEqualTo(answer.vectors().get(0));
            assertThat(answer.vectors().get(1)).isNotEqualTo(answer.vectors().get(0));
            assertThat(answer.usage().orElseThrow().input().orElseThrow()).isPositive();
            assertThat(answer.servedModel()).hasValue(LlamaServer.MODEL);
        }
    }

    @Test
    void saysThatItDoesNotGiveVectors() throws IOException {
        try (LlamaServer server = LlamaServer.start();
                LlmProvider provider = server.open()) {
            EmbeddingModel model = provider.embeddingModel(LlamaServer.MODEL);

            assertThatThrownBy(() -> model.embed(EmbeddingRequest.of("Hello")))
                    .isInstanceOfSatisfying(LlmException.class, error -> {
                        assertThat(error.status()).hasValue(501);
                        assertThat(error).hasMessageContaining("--embeddings");
                    });
        }
    }

    @Test
    void isMissedWhenItDies() throws IOException {
        try (LlamaServer server = LlamaServer.start("--context-shift");
                LlmProvider provider = server.open()) {
            ChatModel model = provider.chatModel(LlamaServer.MODEL);
            AtomicInteger texts = new AtomicInteger();

            assertThatThrownBy(() -> model.stream(
                                    LlamaServerTest.ask(100_000_000).build())
                            .forEachText(text -> {
                                if (texts.incrementAndGet() == 10) {
                                    server.kill();
                                }
                            }))
                    .isInstanceOfSatisfying(
                            StreamInterruptedException.class,
                            error -> assertThat(error.partial().orElseThrow().text())
                                    .hasSizeGreaterThanOrEqualTo(10));

            assertThatThrownBy(() -> model.generate("Hello")).isInstanceOf(ConnectFailedException.class);
            assertThat(provider.health().join().status()).isEqualTo(Health.Status.DOWN);
        }
    }

    /** Two slots that share one memory: together they outgrow it, and both are told so inside their streams. */
    @Test
    void failsInsideAStreamWhenItsMemoryIsFull() throws IOException {
        try (LlamaServer server = LlamaServer.start("--parallel", "2", "--kv-unified");
                LlmProvider provider = server.open()) {
            ChatModel model = provider.chatModel(LlamaServer.MODEL);
            ChatRequest most = LlamaServerTest.ask(LlamaServer.CONTEXT).build();

            CompletableFuture<ChatResponse> one = drained(model.stream(most));
            CompletableFuture<ChatResponse> other = drained(model.stream(most));

            assertThatThrownBy(CompletableFuture.allOf(one, other)::join)
                    .extracting(LlmException::of)
                    .asInstanceOf(type(LlmException.class))
                    .satisfies(error -> {
                        assertThat(error).isInstanceOf(ApiException.class);
                        assertThat(error.phase()).isEqualTo(Phase.STREAMING);
                        assertThat(error).hasMessageContaining("Context size has been exceeded");
                        assertThat(error.partial().orElseThrow().text()).isNotEmpty();
                    });
        }
    }

    private static CompletableFuture<ChatResponse> drained(ChatStream stream) {
        return CompletableFuture.supplyAsync(stream::result);
    }
}
