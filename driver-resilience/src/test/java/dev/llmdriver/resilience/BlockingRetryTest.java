package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller that blocks waits as the others do, on the same clock. */
@Timeout(60)
class BlockingRetryTest {
    private static final ModelFacts NOTHING_KNOWN = new ModelFacts() {
        @Override
        public Capabilities capabilities() {
            return Capabilities.unknown();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return new CompletableFuture<>();
        }
    };

    private final ManualScheduler clock = new ManualScheduler();

    @Test
    void twoHintsAreWaitedOutOneAfterTheOther() throws Exception {
        ScriptedEngine.Step busy = failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3)));
        ScriptedEngine engine = new ScriptedEngine(busy, busy, answer("hi"));
        ChatModel model = ChatModels.of(
                Resilience.builder()
                        .retry(RetryPolicy.defaults(), RetryBudget.standard())
                        .build()
                        .over(engine),
                NOTHING_KNOWN,
                CallSettings.defaults().withScheduler(clock));

        CompletableFuture<ChatResponse> blocked = CompletableFuture.supplyAsync(() -> model.generate("Hello"));
        while (clock.pendingAlarms() < 2) {
            Thread.onSpinWait(); // until the deadline and the first wait are set: from then on only this thread acts
        }
        clock.advance(Duration.ofMillis(6600));

        assertThat(blocked.get(30, TimeUnit.SECONDS).text()).isEqualTo("hi");
        assertThat(engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
        assertThat(engine.sentAt.get(2) - engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
    }
}
