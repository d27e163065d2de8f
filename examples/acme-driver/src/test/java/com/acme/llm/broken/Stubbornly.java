package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Calls that cannot be stopped. */
final class Stubbornly {
    private Stubbornly() {}

    /** {@return a future whose cancelling reaches nobody} */
    static <T> CompletableFuture<T> deaf(CompletableFuture<T> good) {
        CompletableFuture<T> deaf = new CompletableFuture<>();
        good.whenComplete((value, failure) -> {
            if (failure == null) {
                deaf.complete(value);
            } else {
                deaf.completeExceptionally(failure);
            }
        });
        return deaf;
    }

    /** A future that does not even end itself when cancelled. */
    static final class Obstinate<T> extends CompletableFuture<T> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    /** {@return a stream whose cancelling reaches nobody; it is heard at most} */
    static Flow.Publisher<ChatEvent> deaf(Flow.Publisher<ChatEvent> good) {
        return outer -> good.subscribe(new SubscriberShell(outer) {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        given.request(n);
                    }

                    @Override
                    public void cancel() {
                        // is for others
                    }
                });
            }
        });
    }
}
