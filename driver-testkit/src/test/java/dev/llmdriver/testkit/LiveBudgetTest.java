package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveBudgetTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ChatRequest HELLO =
            ChatRequest.builder().user("Hello").maxTokens(95).build();
    private static final ScriptedAnswer HI =
            ScriptedAnswer.builder().text("Hi").usage(3, 7).build();

    private final ScriptedChatModel script = ScriptedChatModel.create();

    @Test
    void whatWasUsedComesInPlaceOfTheBound() {
        LiveBudget budget = LiveBudget.of(10, 1_000);
        ChatModel model = budget.guard(script.enqueue(HI, HI));
        model.generate(HELLO);
        assertThat(budget.tokens()).isEqualTo(10);
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO).subscribe(probe);
        assertThat(probe.awaitFinished(SOON).usage()).contains(Usage.of(3, 7));
        assertThat(budget.tokens()).isEqualTo(20);
        assertThat(budget.calls()).isEqualTo(2);
        script.assertComplete();
    }

    @Test
    void withoutUsageTheBoundStays() {
        LiveBudget budget = LiveBudget.of(10, 1_000);
        ChatModel model =
                budget.guard(script.enqueue(ScriptedAnswer.of("Hi"), ScriptedAnswer.failing(ErrorKind.SERVER_ERROR)));
        model.generate(HELLO);
        assertThat(budget.tokens()).isEqualTo(100);
        assertThatThrownBy(() -> model.generate(HELLO)).isInstanceOf(LlmException.class);
        assertThat(budget.tokens()).isEqualTo(200);
    }

    @Test
    void refusesACallTooMany() {
        ChatModel model = LiveBudget.of(1, 1_000).guard(script.enqueue(HI));
        model.generate(HELLO);
        assertRefused(model, "1 calls and 1000 tokens");
        assertThat(script.requests()).as("asked of the provider").hasSize(1);
    }

    @Test
    void refusesWhatMightCostTooMuch() {
        LiveBudget budget = LiveBudget.of(10, 99);
        ChatModel model = budget.guard(script);
        assertRefused(model, "does not admit one of up to 100 tokens");
        assertThat(script.requests()).isEmpty();
        assertThat(budget.calls()).isZero();
        assertThat(budget.tokens()).isZero();
    }

    @Test
    void refusesWhatHasNoBound() {
        ChatModel model = LiveBudget.of(10, 1_000).guard(script);
        assertThatThrownBy(() -> model.generate("Hello"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("must set maxTokens");
    }

    @Test
    void theRunHasOneBudget() {
        assertThat(LiveBudget.ofThisRun()).isSameAs(LiveBudget.ofThisRun());
    }

    private static void assertRefused(ChatModel model, String words) {
        assertThatThrownBy(() -> model.generate(HELLO))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        refused -> assertThat(refused.reason()).isEqualTo("live_budget"))
                .hasMessageContaining(words);
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(HELLO).subscribe(probe);
        assertThat(probe.awaitFailure(SOON).kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
    }
}
