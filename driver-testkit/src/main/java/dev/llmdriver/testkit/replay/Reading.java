package dev.llmdriver.testkit.replay;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.testkit.internal.EventOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The ways in which an application reads a stream. Each checks that the pieces make up the answer at the end. */
enum Reading {
    /** A loop over the events. */
    ITERATED {
        @Override
        ChatResponse read(ChatStream stream) {
            List<ChatEvent> events = new ArrayList<>();
            stream.forEach(events::add);
            return answer(events);
        }
    },
    /** A subscriber that asks for one event after the other. */
    SUBSCRIBED {
        @Override
        ChatResponse read(ChatStream stream) {
            OneByOne subscriber = new OneByOne();
            stream.subscribe(subscriber);
            return answer(subscriber.events.join());
        }
    },
    /** A loop over the texts. */
    TEXTS {
        @Override
        ChatResponse read(ChatStream stream) {
            StringBuilder text = new StringBuilder();
            stream.texts().forEach(text::append);
            ChatResponse response = stream.result();
            if (!response.text().contentEquals(text)) {
                throw new AssertionError("the texts of the stream are not those of the answer: " + text);
            }
            return response;
        }
    };

    abstract ChatResponse read(ChatStream stream);

    private static ChatResponse answer(List<ChatEvent> events) {
        List<String> faults = EventOrder.faultsOf(events);
        if (!faults.isEmpty()) {
            throw new AssertionError("the events are not in order: " + faults + " in " + events);
        }
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }

    private static final class OneByOne implements Flow.Subscriber<ChatEvent> {
        private final CompletableFuture<List<ChatEvent>> events = new CompletableFuture<>();
        private final List<ChatEvent> soFar = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ChatEvent event) {
            soFar.add(event);
            Objects.requireNonNull(subscription).request(1);
        }

        @Override
        public void onError(Throwable failure) {
            events.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            events.complete(soFar);
        }
    }
}
