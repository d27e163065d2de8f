package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Message;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** What becomes of questions and answers, over a store that does what the test says. */
class ConversationsTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final SlowStore store = new SlowStore();
    private final Conversations conversations = new Conversations(store, clock, 3);

    /** Does nothing at all until it is told to, and tells what it was asked. */
    private static final class SlowStore implements ChatStore {
        final List<String> asked = new ArrayList<>();
        final CompletableFuture<Void> adding = new CompletableFuture<>();
        final CompletableFuture<List<Turn>> reading = new CompletableFuture<>();

        @Override
        public CompletableFuture<List<Turn>> turns(String owner, String chat, int most) {
            return reading;
        }

        @Override
        public CompletableFuture<Void> add(String owner, String chat, List<Turn> turns) {
            asked.add("add " + turns.stream().map(Turn::text).toList());
            return adding;
        }

        @Override
        public CompletableFuture<List<ChatHead>> chats(String owner, int most) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Void> delete(String owner, String chat) {
            asked.add("delete " + owner + "/" + chat);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private Turn question(String text) {
        return Turn.question(text, clock.now());
    }

    private Exchange exchange(String... pieces) {
        Exchange exchange = conversations.begin("ann", "c");
        exchange.ask(List.of(question("q")));
        for (String piece : pieces) {
            exchange.add(piece);
        }
        return exchange;
    }

    @Test
    void anAnswerThatEndsAfterTheDeletionIsNotKept() {
        List<String> heard = new ArrayList<>();
        Exchange exchange = exchange("One ");
        exchange.whenDeleted(() -> heard.add("during"));
        assertThat(conversations.delete("ann", "c")).isCompleted();
        exchange.whenDeleted(() -> heard.add("after"));

        assertThat(heard).containsExactly("during", "after");
        assertThat(exchange.complete()).isCompletedWithValue(false);
        assertThat(exchange.breakOff()).isCompletedWithValue(false);
        assertThat(store.asked).containsExactly("delete ann/c");
    }

    @Test
    void whatIsBeingKeptIsDeletedAfterwards() {
        exchange("One ").complete();
        CompletableFuture<Void> deleted = conversations.delete("ann", "c");
        assertThat(store.asked).containsExactly("add [q, One ]");

        store.adding.complete(null);
        assertThat(deleted).isCompleted();
        assertThat(store.asked).containsExactly("add [q, One ]", "delete ann/c");
    }

    @Test
    void whatCouldNotBeKeptDoesNotHinderTheDeletion() {
        exchange("One ").complete();
        CompletableFuture<Void> deleted = conversations.delete("ann", "c");
        store.adding.completeExceptionally(new StoreException("away", new Exception("the words")));
        assertThat(deleted).isCompleted();
        assertThat(store.asked).endsWith("delete ann/c");
    }

    @Test
    void otherConversationsAndOtherOwnersGoOn() {
        Exchange other = conversations.begin("ann", "d");
        Exchange bobs = conversations.begin("bob", "c");
        bobs.ask(List.of(question("q")));
        conversations.delete("ann", "c");
        assertThat(other.isDeleted()).isFalse();
        assertThat(bobs.isDeleted()).isFalse();
        bobs.complete();
        assertThat(store.asked).contains("add [q, ]");
    }

    @Test
    void aBrokenAnswerWithoutAWordIsNotKeptAndTheFirstEndCounts() {
        assertThat(exchange(" ", "\n").breakOff()).isCompletedWithValue(false);
        assertThat(store.asked).isEmpty();

        Exchange whole = exchange("One ");
        whole.complete();
        whole.breakOff();
        assertThat(store.asked).containsExactly("add [q, One ]");
    }

    @Test
    void aModelIsToldTheLatestTurnsWithWordsFromAQuestionOn() {
        Turn wordless = new Turn(Turn.Role.ASSISTANT, " ", true, Optional.empty(), clock.now());
        Turn answer = new Turn(Turn.Role.ASSISTANT, "a1", false, Optional.empty(), clock.now());
        List<Turn> earlier = List.of(question("q1"), answer, question("q2"), wordless);

        assertThat(conversations
                        .request(earlier, List.of(question("q3")), CallOptions.none())
                        .messages())
                .extracting(Message::text)
                .containsExactly("q2", "q3");
        assertThat(conversations
                        .request(List.of(question("q1"), answer), List.of(question("q2")), CallOptions.none())
                        .messages())
                .extracting(Message::text)
                .containsExactly("q1", "a1", "q2");
    }

    @Test
    void whatTheStoreCannotDoIsLoggedOnceInTenSecondsWithoutItsWords() {
        List<LogRecord> heard = new ArrayList<>();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord record) {
                heard.add(record);
            }

            @Override
            public void flush() {
                // nothing is held back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger logger = Logger.getLogger("dev.llmdriver.server");
        logger.addHandler(ear);
        try {
            store.reading.completeExceptionally(new StoreException("it is away", new Exception("select 'my secret'")));
            for (int seconds : new int[] {0, 0, 9, 1}) {
                clock.advance(Duration.ofSeconds(seconds));
                assertThat(conversations.latest("ann", "c")).isCompletedExceptionally();
            }
        } finally {
            logger.removeHandler(ear);
        }
        assertThat(heard).hasSize(2).allSatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
            assertThat(line.getThrown()).isNull();
        });
        assertThat(heard.get(0).getMessage()).isEqualTo("a conversation was not read: it is away");
        assertThat(heard.get(1).getMessage())
                .isEqualTo("a conversation was not read: it is away (and 2 times more since it was last said)");
    }
}
