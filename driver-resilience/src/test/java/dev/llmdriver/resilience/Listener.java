package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Notes what a stream tells. Asks for nothing by itself. */
final class Listener implements Flow.Subscriber<ChatEvent> {
    final List<ChatEvent> events = new ArrayList<>();
    Flow.@Nullable Subscription subscription;

    @Nullable
    Throwable failure;

    boolean completed;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(ChatEvent event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {
        completed = true;
    }

    Listener readAll() {
        subscription.request(Long.MAX_VALUE);
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    List<String> kinds() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    boolean isOver() {
        return completed || failure != null;
    }
}
