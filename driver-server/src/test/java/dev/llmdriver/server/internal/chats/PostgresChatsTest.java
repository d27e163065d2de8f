package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations in a PostgreSQL server, which is started for these tests where its programs are installed. */
class PostgresChatsTest extends ChatStoreTest {
    private static PostgresServer server;
    private static ChatStore store;

    @BeforeAll
    static void open() throws Exception {
        PostgresServer.assume();
        server = PostgresServer.start();
        store = new SqlChats(server.settings());
        awaited(() -> store.chats("nobody", 1));
    }

    @AfterAll
    static void close() throws Exception {
        if (store != null) {
            store.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    ChatStore store() {
        return store;
    }

    @Test
    void aSecondReplicaSeesTheSame() throws Exception {
        get(store.add("replicas", "c", List.of(asked("Hello"))));
        try (ChatStore other = new SqlChats(server.settings())) {
            get(other.add("replicas", "c", List.of(answered("Good day", false))));
        }
        assertThat(get(store.turns("replicas", "c", 10))).extracting(Turn::text).containsExactly("Hello", "Good day");
    }

    @Test
    void aServerThatWasAwayIsUsedAgainAndHasLostNothing() throws Exception {
        get(store.add("restart", "c", List.of(asked("before"))));
        server.kill();
        assertThatThrownBy(() -> get(store.add("restart", "c", List.of(asked("meanwhile")))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessage("the database of chats cannot be reached at present");
        server.resume();
        awaited(() -> store.turns("restart", "c", 10));
        get(store.add("restart", "c", List.of(asked("after"))));
        assertThat(get(store.turns("restart", "c", 10))).extracting(Turn::text).containsExactly("before", "after");
    }

    @Test
    void aStoreThatBeganBeforeItsServerFindsIt() throws Exception {
        server.kill();
        try (ChatStore early = new SqlChats(server.settings())) {
            assertThatThrownBy(() -> get(early.chats("early", 1))).hasMessageContaining("cannot be reached");
            server.resume();
            assertThat(awaited(() -> early.chats("early", 1))).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsSoSaid() {
        DatabaseSettings right = server.settings();
        try (ChatStore refused = new SqlChats(DatabaseSettings.at(right.url(), right.user(), "wrongPassword"))) {
            assertThatThrownBy(() -> get(refused.chats("x", 1)))
                    .hasMessageContaining("refuses llm.server.chats.user or llm.server.chats.password")
                    .hasMessageNotContaining("wrongPassword");
        }
    }
}
