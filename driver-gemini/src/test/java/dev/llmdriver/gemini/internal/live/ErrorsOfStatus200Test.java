package dev.llmdriver.gemini.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Health;
import dev.llmdriver.error.AuthenticationException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is no chat is told from an error that a relay sends with status 200, as a chat is. */
class ErrorsOfStatus200Test extends WithTwin {
    private static final String BUSY =
            "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}";
    private static final String BAD_KEY =
            "[{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\"}}]";

    @Test
    void aList_isNotEmptyBecauseAnErrorCame() {
        twin.enqueue(Reply.json(200, BAD_KEY), Reply.json(200, BUSY), Reply.json(200, "{\"message\":\"of a proxy\"}"));
        assertThat(failure(provider.models())).isInstanceOf(AuthenticationException.class);
        assertThat(failure(provider.models())).isInstanceOf(OverloadedException.class);
        assertThat(failure(provider.models())).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void aListWithoutModels_isEmpty() {
        twin.enqueue(Reply.json(200, "{\"nextPageToken\":\"b\"}"), Reply.json(200, "{}"));
        assertThat(provider.models().join()).isEmpty();
    }

    @Test
    void aModel_aCount_andVectors_failAsTheErrorSays() {
        twin.enqueue(Reply.json(200, BUSY), Reply.json(200, BUSY), Reply.json(200, BUSY));
        assertThat(failure(provider.chatModel("m").describe())).isInstanceOf(OverloadedException.class);
        assertThat(failure(provider.chatModel("m").countTokens(ChatRequest.of("Hi"))))
                .isInstanceOf(OverloadedException.class);
        assertThat(failure(provider.embeddingModel("m").embedAsync(EmbeddingRequest.of("a"))))
                .isInstanceOf(OverloadedException.class);
    }

    @Test
    void whatIsNoListOfModels_isNoSignOfHealth() {
        twin.enqueue(Reply.html(200, "Please sign in"), Reply.json(200, BAD_KEY));
        Health page = provider.health().join();
        assertThat(page.status()).isEqualTo(Health.Status.DOWN);
        assertThat(page.detail()).contains("login page");
        assertThat(page.remedy()).contains("base-url");
        Health badKey = provider.health().join();
        assertThat(badKey.status()).isEqualTo(Health.Status.DOWN);
        assertThat(badKey.remedy()).contains("GEMINI_API_KEY");
    }

    @Test
    void whenToComeBack_isHeardBesideAnErrorOfStatus200() {
        Reply busy = Reply.json(200, BUSY).with(reply -> reply.header("Retry-After", "7"));
        twin.enqueue(busy, busy, busy);
        for (CompletableFuture<?> answer : List.of(
                provider.chatModel("m").generateAsync(ChatRequest.of("Hi")),
                provider.embeddingModel("m").embedAsync(EmbeddingRequest.of("a")),
                provider.models())) {
            assertThat(failure(answer).retryAfter()).contains(Duration.ofSeconds(7));
        }
    }

    private static LlmException failure(CompletableFuture<?> answer) {
        return LlmException.of(answer.handle((value, failure) -> {
                    assertThat(failure).as("failure in place of " + value).isNotNull();
                    return failure;
                })
                .join());
    }
}
