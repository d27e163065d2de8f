package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Counts characters and keeps nothing; asks for seven events at a time. */
final class CountingSubscriber implements Flow.Subscriber<ChatEvent> {
    private final CompletableFuture<Long> total = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private long characters;
    private int left = 7;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(left);
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            characters += delta.text().length();
        }
        if (--left == 0) {
            left = 7;
            subscription.request(left);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        total.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        total.complete(characters);
    }

    long await() throws Exception {
        return total.get(60, TimeUnit.SECONDS);
    }
}
