package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations in memory. */
class MemoryChatsTest extends ChatStoreTest {
    private static ChatStore store;

    @BeforeAll
    static void open() {
        store = new SqlChats(DatabaseSettings.memory());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    ChatStore store() {
        return store;
    }

    @Test
    void eachStoreHasItsOwnWhichEndsWithIt() throws Exception {
        DatabaseSettings settings = DatabaseSettings.at("memory", "", "");
        try (ChatStore first = new SqlChats(settings);
                ChatStore second = new SqlChats(settings)) {
            get(first.add("ann", "c", List.of(asked("Hello"))));
            assertThat(get(second.turns("ann", "c", 10))).isEmpty();
        }
        try (ChatStore third = new SqlChats(settings)) {
            assertThat(get(third.turns("ann", "c", 10))).isEmpty();
        }
    }
}
