package dev.llmdriver.huggingface.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.Role;
import dev.llmdriver.Usage;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ContextLengthException;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What the driver says of a real llama-server, through the public API alone. */
@EnabledIf(value = "dev.llmdriver.huggingface.llamacpp.LlamaFiles#areThere", disabledReason = LlamaFiles.MISSING)
class LlamaServerTest {
    private static LlamaServer server;
    private static LlmProvider provider;
    private static ChatModel model;

    /** With its context shifting the model, which never ends by itself, can go on for minutes. */
    @BeforeAll
    static void start() throws Exception {
        server = LlamaServer.start("--context-shift");
        provider = server.open();
        model = provider.chatModel(LlamaServer.MODEL);
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Without the prompt's cache, whose other order of sums may turn the last digit of a probability. */
    static ChatRequestBuilder ask(int maxTokens) {
        return ChatRequest.builder()
                .user("Hello")
                .maxTokens(maxTokens)
                .deadline(Duration.ofSeconds(60))
                .extra("huggingface", "cache_prompt", false);
    }

    private static ChatRequest endless() {
        return ask(100_000_000).build();
    }

    @Test
    void comesUpAfterItWasDownOrStarted() {
        assertThat(server.seenWhileStarting())
                .endsWith(Health.Status.UP)
                .isSubsetOf(Health.Status.DOWN, Health.Status.STARTING, Health.Status.UP)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void listsItsModel() {
        List<ModelInfo> models = provider.models().join();

        assertThat(models).extracting(ModelInfo::id).containsExactly(LlamaServer.MODEL);
        assertThat(model.describe().join().contextWindow()).hasValue(LlamaServer.CONTEXT);
    }

    @Test
    void answersUpToTheLimit() {
        ChatResponse answer = model.generate(ask(8).build());

        assertThat(answer.text()).isNotEmpty();
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(answer.servedModel()).hasValue(LlamaServer.MODEL);
        assertThat(answer.responseId()).isPresent();
        assertThat(answer.attempts()).hasSize(1);
        assertThat(answer.warnings()).isEmpty();
        Usage usage = answer.usage().orElseThrow();
        assertThat(usage.output()).hasValue(8);
        assertThat(usage.input().orElseThrow()).isPositive();
        assertThat(usage.total()).hasValue(usage.input().orElseThrow() + 8);
        assertThat(usage.cachedInput()).hasValue(0);
    }

    @Test
    void tellsWhatOfThePromptWasCached() {
        ChatRequest cached = ask(1).extra("huggingface", "cache_prompt", true).build();
        model.generate(cached);

        Usage usage = model.generate(cached).usage().orElseThrow();

        assertThat(usage.cachedInput().orElseThrow())
                .isPositive()
                .isLessThan(usage.input().orElseThrow());
    }

    @Test
    void streamsWhatItWouldHaveAnswered() {
        ChatRequest request = ask(120).temperature(1).seed(7).build();

        List<ChatEvent> events =
                StreamSupport.stream(model.stream(request).spliterator(), false).toList();

        ChatResponse streamed = ((ChatEvent.Finished) events.get(events.size() - 1)).response();
        ChatResponse whole = model.generate(request);
        assertThat(joined(events)).isEqualTo(streamed.text()).isEqualTo(whole.text());
        assertThat(streamed.text().chars().anyMatch(character -> character > 0x7F))
                .as("some characters take more than one byte: %s", streamed.text())
                .isTrue();
        assertThat(events).filteredOn(ChatEvent.TextDelta.class::isInstance).hasSizeGreaterThan(10);
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.finishReason()).isEqualTo(whole.finishReason());
        assertThat(streamed.servedModel()).isEqualTo(whole.servedModel());
    }

    private static String joined(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining());
    }

    /** The server closes a stream's connection at its end, and does not say so before. */
    @Test
    void answersRightAfterAStream() {
        for (int turn = 0; turn < 50; turn++) {
            assertThat(model.stream(ask(2).build()).result().finishReason().kind())
                    .isEqualTo(FinishReason.Kind.LENGTH);
            assertThat(model.generate(ask(2).build()).finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        }
    }

    @Test
    void repeatsItselfForASeed() {
        String first = model.generate(ask(40).temperature(1).seed(1).build()).text();

        assertThat(model.generate(ask(40).temperature(1).seed(1).build()).text())
                .isEqualTo(first);
        assertThat(model.generate(ask(40).temperature(1).seed(2).build()).text())
                .isNotEqualTo(first);
    }

    @Test
    void repeatsItselfAtTemperatureZero() {
        String first = model.generate(ask(40).temperature(0).seed(1).build()).text();

        assertThat(model.generate(ask(40).temperature(0).seed(2).build()).text())
                .isEqualTo(first);
    }

    @Test
    void stopsBeforeAStopText() {
        String text = model.generate(ask(40).temperature(1).seed(3).build()).text();
        String stop = text.substring(text.offsetByCodePoints(0, 20), text.offsetByCodePoints(0, 22));

        ChatResponse answer =
                model.generate(ask(40).temperature(1).seed(3).stop(stop).build());

        assertThat(answer.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void givesProbabilities() {
        ChatResponse answer = model.generate(ask(4).temperature(0).logprobs(2).build());

        assertThat(answer.logprobs()).hasSize(4).allSatisfy(token -> {
            assertThat(token.logprob()).isNotPositive();
            assertThat(token.top()).hasSize(2);
        });
    }

    @Test
    void freesItsSlotWhenAStreamIsCancelled() {
        ChatStream stream = model.stream(endless());
        Iterator<ChatEvent> events = stream.iterator();
        for (int deltas = 0; deltas < 5; deltas += events.next() instanceof ChatEvent.TextDelta ? 1 : 0) {
            assertThat(stream.state()).isNotEqualTo(ChatStream.State.COMPLETED);
        }

        stream.cancel();

        isFree();
        assertThatThrownBy(stream::result)
                .isInstanceOfSatisfying(
                        CancelledException.class,
                        cancelled -> assertThat(
                                        cancelled.partial().orElseThrow().text())
                                .isNotEmpty());
    }

    @Test
    void freesItsSlotWhenACallIsCancelled() {
        CompletableFuture<ChatResponse> answer = model.generateAsync(endless());
        server.awaitBusy();

        answer.cancel(true);

        isFree();
        assertThat(answer).isCancelled();
    }

    /**
     * The only slot serves the next call within its deadline, which the endless one would have outlasted. Asking {@code /slots} instead
     * would disturb: llama-server looks whether a caller has left only when it had nothing to say to anybody for a second.
     */
    private static void isFree() {
        assertThat(model.generate(ask(2).build()).usage().orElseThrow().output())
                .hasValue(2);
    }

    @Test
    void answersQueuedCallsInTurn() {
        List<CompletableFuture<ChatResponse>> answers = List.of(
                model.generateAsync(ask(20).build()),
                model.generateAsync(ask(20).build()),
                model.generateAsync(ask(20).build()));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.join().usage().orElseThrow().output()).hasValue(20));
    }

    @Test
    void saysThatAPromptIsTooLong() {
        ChatRequest request = ask(8).user("a".repeat(2 * LlamaServer.CONTEXT)).build();

        assertThatThrownBy(() -> model.generate(request)).satisfies(LlamaServerTest::isTooLong);
        assertThatThrownBy(() -> model.stream(request).result()).satisfies(LlamaServerTest::isTooLong);
    }

    @Test
    void refusesAPictureThatTheModelCannotSee() {
        Media picture = Media.of("image/png", new byte[] {1, 2, 3});
        ChatRequest request = ask(8).message(Message.of(Role.USER, picture)).build();

        assertThatThrownBy(() -> model.generate(request))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("image input is not supported");
    }

    private static void isTooLong(Throwable failure) {
        assertThat(failure).isInstanceOf(ContextLengthException.class);
        LlmException error = (LlmException) failure;
        assertThat(error.status()).hasValue(400);
        assertThat(error.phase()).isNotEqualTo(Phase.STREAMING);
        assertThat(error).hasMessageContaining("exceeds the available context size");
    }
}
