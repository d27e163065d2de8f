package dev.llmdriver.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSubscriberTest {
    private final CompletableFuture<Throwable> told = new CompletableFuture<>();

    private final class Throwing extends EventSubscriber {
        @Override
        public void onNext(ChatEvent event) {
            throw new IllegalStateException("cannot be written");
        }

        @Override
        public void onError(Throwable failure) {
            told.complete(failure);
        }
    }

    @Test
    void whoThrowsHearsOfTheEnd() throws Exception {
        ScriptedChatModel model = ScriptedChatModel.create().enqueue(ScriptedAnswer.of("Hello"));
        new Throwing().listenTo(model.stream("Hi"));
        assertThat(told.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("cannot be written");
    }
}
