package dev.llmdriver;

import static dev.llmdriver.ChatStreamEndTest.partialText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.Threads;
import dev.llmdriver.testing.Threads.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Reading a stream on a thread of one's own. */
class ChatStreamReadingTest {
    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();

    @Test
    void eventsComeInOrderAndThenNoMore() {
        Iterator<ChatEvent> events = stream.iterator();
        engine.exchange().event(new ChatEvent.Started(ManualEngine.REF));
        engine.exchange().text("Hi");
        engine.exchange().finish();

        List<ChatEvent> read = new ArrayList<>();
        events.forEachRemaining(read::add);
        assertThat(read)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(ChatEvent.Started.class, ChatEvent.TextDelta.class, ChatEvent.Finished.class);
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(events::next);
        assertThat(stream.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void aReaderWaitsForTheNextEvent() throws Exception {
        Iterator<ChatEvent> events = stream.iterator();
        Task<ChatEvent> reader = Threads.start(events::next).awaitBlocked();
        assertThat(engine.exchange().outstanding()).isEqualTo(128);
        engine.exchange().text("Hi");

        assertThat(reader.get()).isEqualTo(new ChatEvent.TextDelta(0, "Hi"));
    }

    @Test
    void textsLeaveEverythingElseOut() {
        Iterable<String> texts = stream.texts();
        engine.exchange().event(new ChatEvent.Started(ManualEngine.REF));
        engine.exchange().event(new ChatEvent.ReasoningDelta(0, "hm"));
        engine.exchange().text("Hal");
        engine.exchange().text("lo");
        engine.exchange().finish();

        assertThat(texts).containsExactly("Hal", "lo");
    }

    @Test
    void forEachTextReturnsTheAnswer() throws Exception {
        List<String> seen = new ArrayList<>();
        Task<ChatResponse> reader =
                Threads.start(() -> stream.forEachText(seen::add)).awaitBlocked();
        engine.exchange().text("Hal");
        engine.exchange().text("lo");
        engine.exchange().finish();

        assertThat(reader.get().text()).isEqualTo("Hallo");
        assertThat(seen).containsExactly("Hal", "lo");
    }

    @Test
    void whatTheActionThrowsCancelsAndIsThrown() throws Exception {
        IllegalArgumentException mine = new IllegalArgumentException("mine");
        Task<ChatResponse> reader = Threads.start(() -> stream.forEachText(text -> {
                    throw mine;
                }))
                .awaitBlocked();
        engine.exchange().text("Hal");

        assertThat(reader.failure()).isSameAs(mine);
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
        assertThat(engine.exchange().isCancelled()).isTrue();
    }

    @Test
    void aFailureIsThrownOnTheReadersStackHoweverOftenItAsks() {
        Iterator<ChatEvent> events = stream.iterator();
        engine.exchange()
                .fail(LlmException.builder(ErrorKind.OVERLOADED, "busy").build());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(events::hasNext)
                    .isInstanceOf(OverloadedException.class)
                    .satisfies(thrown -> assertThat(thrown.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(ChatStreamReadingTest.class.getName())));
        }
    }

    @Test
    void whatCameBeforeAFailureIsReadFirst() {
        Iterator<ChatEvent> events = stream.iterator();
        engine.exchange().text("Hal");
        engine.exchange().complete();

        assertThat(events.next()).isEqualTo(new ChatEvent.TextDelta(0, "Hal"));
        assertThatExceptionOfType(StreamInterruptedException.class)
                .isThrownBy(events::next)
                .satisfies(thrown -> assertThat(partialText(thrown)).isEqualTo("Hal"));
    }

    @Test
    void anInterruptOfABlockedReaderCancels() throws Exception {
        Iterator<ChatEvent> events = stream.iterator();
        engine.exchange().text("Hal");
        Task<Boolean> reader = Threads.start(() -> {
                    events.next();
                    try {
                        return events.hasNext();
                    } catch (CancelledException cancelled) {
                        assertThat(Thread.currentThread().isInterrupted()).isTrue();
                        throw cancelled;
                    }
                })
                .awaitBlocked();
        reader.thread().interrupt();

        Throwable thrown = reader.failure();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(((LlmException) thrown).reason()).isEqualTo("interrupted");
        assertThat(partialText(thrown)).isEqualTo("Hal");
        assertThat(engine.exchange().isCancelled()).isTrue();
        assertThat(stream.state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void anInterruptOfABlockedResultCancels() throws Exception {
        Task<ChatResponse> waiting = Threads.start(stream::result).awaitBlocked();
        engine.exchange().text("Hal");
        waiting.thread().interrupt();

        Throwable thrown = waiting.failure();
        assertThat(thrown).isInstanceOf(CancelledException.class);
        assertThat(((LlmException) thrown).reason()).isEqualTo("interrupted");
        assertThat(partialText(thrown)).isEqualTo("Hal");
        assertThat(engine.exchange().isCancelled()).isTrue();
    }

    @Test
    void closingAfterALoopLeftEarlyClosesTheExchange() {
        try (stream) {
            Iterator<ChatEvent> events = stream.iterator();
            engine.exchange().text("Hal");
            assertThat(events.hasNext()).isTrue();
        }

        assertThat(engine.exchange().isCancelled()).isTrue();
    }
}
