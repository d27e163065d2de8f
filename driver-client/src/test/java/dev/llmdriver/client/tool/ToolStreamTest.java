package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolStreamTest {
    record City(String name) {}

    private final ScriptedChatModel model =
            ScriptedChatModel.builder().callbackExecutor(Runnable::run).build();

    private ToolStream stream(ToolFunction<City> function) {
        return ToolLoop.over(model)
                .tools(Toolbox.of(RunnableTool.of("get_weather", "", City.class, function)))
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .build()
                .stream(ChatRequest.of("Oslo?"));
    }

    private static ScriptedAnswer thinkingAloud() {
        return ScriptedAnswer.builder()
                .text("Let me ", "look. ")
                .toolCall("1", "get_weather", "{\"name\":\"Oslo\"}")
                .build();
    }

    /** Asks as it is told to and writes down what comes. */
    private static class Listener implements Flow.Subscriber<ToolEvent> {
        final List<ToolEvent> events = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ToolEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }

        List<String> names() {
            return events.stream()
                    .map(event -> event instanceof ToolEvent.Answering answering
                            ? answering.step() + " "
                                    + answering.event().getClass().getSimpleName()
                            : event.getClass().getSimpleName())
                    .toList();
        }
    }

    @Test
    void textsOfAllAnswersComeOnTheReadersThread() {
        model.enqueue(thinkingAloud(), ScriptedAnswer.of("It rains."));
        StringBuilder text = new StringBuilder();
        Thread reader = Thread.currentThread();

        ToolRun run = stream(City::name).forEachText(piece -> {
            assertThat(Thread.currentThread()).isSameAs(reader);
            text.append(piece);
        });

        assertThat(text).hasToString("Let me look. It rains.");
        assertThat(run.text()).isEqualTo("It rains.");
        assertThat(run.steps()).hasSize(2);
        model.assertComplete();
    }

    @Test
    void eventsComeInOrderAndNoMoreThanWereAskedFor() {
        model.enqueue(thinkingAloud(), ScriptedAnswer.of("Rain."));
        Listener listener = new Listener();

        ToolStream stream = stream(City::name);
        stream.subscribe(listener);
        assertThat(listener.events).isEmpty();
        for (int i = 1; i <= 3; i++) {
            listener.subscription.request(1);
            assertThat(listener.events).hasSize(i);
        }
        listener.subscription.request(Long.MAX_VALUE);

        assertThat(listener.names())
                .containsExactly(
                        "1 Started",
                        "1 TextDelta",
                        "1 TextDelta",
                        "1 ToolCallDelta",
                        "1 ToolCallReady",
                        "1 Finished",
                        "Called",
                        "Done",
                        "2 Started",
                        "2 TextDelta",
                        "2 Finished",
                        "Ended");
        assertThat(listener.ends).containsExactly("complete");
        assertThat(stream.completion()).isCompleted();
    }

    @Test
    void nothingIsSentBeforeItIsClaimedAndItIsClaimedOnce() {
        model.enqueue(ScriptedAnswer.of("Rain."));
        ToolStream stream = stream(City::name);
        assertThat(model.requests()).isEmpty();

        assertThat(stream.result().text()).isEqualTo("Rain.");

        assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
        Listener late = new Listener();
        stream.subscribe(late);
        assertThat(late.ends).containsExactly("IllegalStateException");
        assertThat(stream.result().text()).as("whoever waits may wait again").isEqualTo("Rain.");
    }

    @Test
    void aBrokenStreamFailsWithWhatHadCome() {
        model.enqueue(
                thinkingAloud(),
                ScriptedAnswer.builder()
                        .text("It ra")
                        .failing(ErrorKind.STREAM_INTERRUPTED)
                        .build());
        StringBuilder text = new StringBuilder();

        assertThatThrownBy(() -> stream(City::name).forEachText(text::append))
                .asInstanceOf(type(StreamInterruptedException.class))
                .satisfies(error ->
                        assertThat(error.partial().map(PartialAnswer::text)).contains("It ra"))
                .satisfies(error -> assertThat(error.attempts()).hasSize(2));
        assertThat(text).hasToString("Let me look. It ra");
    }

    @Test
    void cancellingEndsEverybodyWhoWaitsWithWhatHadCome() throws Exception {
        model.enqueue(ScriptedAnswer.builder().text("It ra").silence().build());
        ToolStream stream = stream(City::name);
        CompletableFuture<LlmException> reader = new CompletableFuture<>();
        CompletableFuture<String> heard = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                stream.forEachText(heard::complete);
            } catch (LlmException failure) {
                reader.complete(failure);
            }
        });
        thread.start();

        assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo("It ra");
        stream.cancel();

        LlmException failure = reader.get(60, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(CancelledException.class);
        assertThat(failure.partial().map(PartialAnswer::text)).contains("It ra");
        assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
        thread.join();
    }

    @Test
    void cancellingBeforeItIsClaimedSendsNothing() {
        ToolStream stream = stream(City::name);

        stream.close();

        assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void cancellingReachesARunningTool() {
        CompletableFuture<String> tool = new CompletableFuture<>();
        model.enqueue(thinkingAloud());
        Listener listener = new Listener();
        ToolStream stream = stream(city -> tool);
        stream.subscribe(listener);
        listener.subscription.request(Long.MAX_VALUE);
        assertThat(listener.names()).endsWith("Called");

        listener.subscription.cancel();

        assertThat(tool).isCancelled();
        assertThat(stream.completion()).isCompletedExceptionally();
        assertThat(listener.ends).isEmpty();
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void theEndOfAToolIsToldWhereItGoesOnNotWhereTheToolEnded() {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        CompletableFuture<String> tool = new CompletableFuture<>();
        model.enqueue(thinkingAloud(), ScriptedAnswer.of("It rains."));
        Listener listener = new Listener();
        ToolLoop.over(model)
                .tools(Toolbox.of(RunnableTool.of("get_weather", "", City.class, city -> tool)))
                .executor(Runnable::run)
                .callbackExecutor(elsewhere::add)
                .build()
                .stream(ChatRequest.of("Oslo?"))
                .subscribe(listener);
        listener.subscription.request(Long.MAX_VALUE);

        tool.complete("rain"); // as an event loop would

        assertThat(listener.names()).endsWith("Called");
        while (!elsewhere.isEmpty()) {
            elsewhere.remove().run();
        }
        assertThat(listener.names()).containsSubsequence("Called", "Done", "2 Started", "Ended");
        assertThat(listener.ends).containsExactly("complete");
    }

    @Test
    void aReaderThatThrowsCancels() {
        model.enqueue(ScriptedAnswer.builder().text("It").silence().build());
        ToolStream stream = stream(City::name);

        assertThatThrownBy(() -> stream.forEachText(text -> {
                    throw new IllegalArgumentException("enough");
                }))
                .hasMessage("enough");
        assertThat(stream.completion()).isCompletedExceptionally();
    }

    @Test
    void aSubscriberThatThrowsOrAsksForNothingEndsTheStream() {
        model.answers(request -> ScriptedAnswer.of("It rains."));
        ToolStream thrown = stream(City::name);
        thrown.subscribe(new Listener() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ToolEvent event) {
                throw new IllegalStateException("mine");
            }
        });
        assertThatThrownBy(thrown::result)
                .asInstanceOf(type(CancelledException.class))
                .satisfies(error -> {
                    assertThat(error.reason()).isEqualTo("callback");
                    assertThat(error.getCause()).hasMessage("mine");
                });

        Listener listener = new Listener();
        stream(City::name).subscribe(listener);
        listener.subscription.request(0);
        assertThat(listener.ends).containsExactly("IllegalArgumentException");
    }

    @Test
    void iteratesEvents() {
        model.enqueue(thinkingAloud(), ScriptedAnswer.of("It rains."));
        List<String> texts = new ArrayList<>();
        try (ToolStream stream = stream(City::name)) {
            for (ToolEvent event : stream) {
                if (event instanceof ToolEvent.Answering answering
                        && answering.event() instanceof ChatEvent.TextDelta delta) {
                    texts.add(delta.text());
                }
            }
        }
        assertThat(texts).containsExactly("Let me ", "look. ", "It", " rains.");
    }
}
