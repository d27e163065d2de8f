package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collectors;

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
            assertThat(text.toString()).as("the texts, joined").isEqualTo(response.text());
            return response;
        }
    };

    abstract ChatResponse read(ChatStream stream);

    private static ChatResponse answer(List<ChatEvent> events) {
        assertThat(events.get(0)).as("first event").isInstanceOf(ChatEvent.Started.class);
        assertThat(only(events, ChatEvent.Finished.class)).as("ends").hasSize(1);
        assertThat(events.get(events.size() - 1)).as("last event").isInstanceOf(ChatEvent.Finished.class);
        ChatResponse response = only(events, ChatEvent.Finished.class).get(0).response();
        assertThat(joined(events, ChatEvent.TextDelta.class, ChatEvent.TextDelta::text))
                .as("text deltas, joined")
                .isEqualTo(response.text());
        assertThat(joined(events, ChatEvent.ReasoningDelta.class, ChatEvent.ReasoningDelta::text))
                .as("reasoning deltas, joined")
                .isEqualTo(response.reasoning());
        assertThat(only(events, ChatEvent.ToolCallReady.class))
                .as("calls that became ready")
                .extracting(ChatEvent.ToolCallReady::call)
                .containsExactlyElementsOf(response.toolCalls());
        checkCallDeltas(events);
        return response;
    }

    /** Where a call comes in deltas at all, they make up its arguments. */
    private static void checkCallDeltas(List<ChatEvent> events) {
        for (ChatEvent.ToolCallReady ready : only(events, ChatEvent.ToolCallReady.class)) {
            List<ChatEvent.ToolCallDelta> deltas = only(events, ChatEvent.ToolCallDelta.class).stream()
                    .filter(delta -> delta.index() == ready.index())
                    .toList();
            ToolCall call = ready.call();
            if (!deltas.isEmpty()) {
                assertThat(deltas.get(0).name()).isEqualTo(call.name());
                assertThat(deltas.stream()
                                .map(ChatEvent.ToolCallDelta::arguments)
                                .collect(Collectors.joining()))
                        .as("argument deltas, joined")
                        .isEqualTo(call.arguments());
            }
        }
    }

    private static <E extends ChatEvent> List<E> only(List<ChatEvent> events, Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <E extends ChatEvent> String joined(
            List<ChatEvent> events, Class<E> kind, Function<E, String> text) {
        return only(events, kind).stream().map(text).collect(Collectors.joining());
    }

    private static final class OneByOne implements Flow.Subscriber<ChatEvent> {
        private final CompletableFuture<List<ChatEvent>> events = new CompletableFuture<>();
        private final List<ChatEvent> soFar = new ArrayList<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ChatEvent event) {
            soFar.add(event);
            subscription.request(1);
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
