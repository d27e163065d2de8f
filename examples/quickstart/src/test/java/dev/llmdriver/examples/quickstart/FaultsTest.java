package dev.llmdriver.examples.quickstart;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatModel;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.LlmTimeoutException;
import dev.llmdriver.error.RateLimitException;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.RetryHint;
import dev.llmdriver.testkit.TwinAnswer;
import org.junit.jupiter.api.Test;

/** How an application is tested when its service fails; docs/testkit.md shows the tagged regions. */
class FaultsTest {
    @Test
    void answersAndErrorsByScript() {
        // tag::twin[]
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = LlmClient.builder()
                        .property("llm.model", "huggingface:twin/echo") // a model that the twin serves
                        .property("llm.huggingface.base-url", twin.v1().toString())
                        .property("llm.huggingface.api-key", "hf_any")
                        .build()) {
            twin.enqueue(HuggingFaceErrors.overloaded()); // one 503
            twin.enqueue(TwinAnswer.of("Hi").toBuilder().usage(3, 1).build()); // then this, streamed or not, as asked

            assertThat(client.model().generate("Hello").text()).isEqualTo("Hi"); // by the second attempt

            JsonNode asked = twin.takeRequest(ofSeconds(5)).json();
            assertThat(asked.at("/messages/0/content").asText()).isEqualTo("Hello");
            twin.assertScriptUsed(); // all of it was asked for, nothing else was
        }
        // end::twin[]
    }

    @Test
    void whatAnApplicationMustLiveWith() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start();
                LlmClient client = LlmClient.builder()
                        .property("llm.model", "huggingface:twin/echo")
                        .property("llm.huggingface.base-url", twin.v1().toString())
                        .property("llm.huggingface.api-key", "hf_any")
                        .property("llm.timeouts.first-token", "200ms")
                        .property("llm.retry.max-attempts", "2")
                        .build()) {
            ChatModel model = client.model();
            // tag::faults[]
            twin.enqueue(HuggingFaceErrors.rateLimited(RetryHint.retryAfterSeconds(600))); // nobody waits so long
            assertThatThrownBy(() -> model.generate("Hello")).isInstanceOf(RateLimitException.class);

            Reply answer = HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("Once upon a time"));
            twin.enqueue(answer.firstEvents(3).cut().build()); // no second attempt: it had content
            assertThatThrownBy(() -> model.stream("Hello").result()).isInstanceOf(StreamInterruptedException.class);

            twin.enqueue(Reply.silence(), Reply.silence()); // for each of llm.retry.max-attempts=2
            assertThatThrownBy(() -> model.stream("Hello").result()).isInstanceOf(LlmTimeoutException.class);
            // end::faults[]
            twin.assertScriptUsed();
        }
    }
}
