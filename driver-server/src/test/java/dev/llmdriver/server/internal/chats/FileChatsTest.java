package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations in a file of H2. */
class FileChatsTest extends ChatStoreTest {
    @TempDir
    static Path folder;

    private static ChatStore store;

    @BeforeAll
    static void open() throws Exception {
        store = new SqlChats(DatabaseSettings.in(folder.resolve("a folder").resolve("below")));
        awaited(() -> store.chats("nobody", 1));
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
    void whatWasKeptIsThereAgainInTheNextProcess(@TempDir Path own) throws Exception {
        try (ChatStore first = new SqlChats(DatabaseSettings.in(own))) {
            get(first.add("ann", "c", List.of(asked("Hello"))));
        }
        try (ChatStore second = new SqlChats(DatabaseSettings.in(own))) {
            assertThat(get(second.turns("ann", "c", 10))).extracting(Turn::text).containsExactly("Hello");
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesAKilledProcessWhichHoldsTheFileAlone(@TempDir Path own) throws Exception {
        Process other = Holder.start(own);
        try (ChatStore store = new SqlChats(DatabaseSettings.in(own))) {
            assertThatThrownBy(() -> get(store.turns("ann", "c", 10)))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another process uses the file of chats")
                    .hasMessageContaining("llm.server.chats.url");
            other.destroyForcibly().waitFor();

            assertThat(awaited(() -> store.turns("ann", "c", 10)))
                    .extracting(Turn::text)
                    .containsExactly(Holder.SAID);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsSoSaid(@TempDir Path own) throws Exception {
        Path file = Files.createFile(own.resolve("file"));
        try (ChatStore store = new SqlChats(DatabaseSettings.in(file.resolve("folder")))) {
            assertThatThrownBy(() -> get(store.turns("ann", "c", 10)))
                    .hasMessageContaining("the folder of chats cannot be made; set llm.server.chats.url");
        }
    }

    @Test
    void theFolderIsItsOwnersAlone() throws Exception {
        get(store.chats("nobody", 1));
        Path made = folder.resolve("a folder").resolve("below");
        assumeTrue(made.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void aClosedStoreSaysSo(@TempDir Path own) {
        ChatStore closed = new SqlChats(DatabaseSettings.in(own));
        closed.close();
        assertThatThrownBy(() -> get(closed.turns("ann", "c", 10))).hasMessageContaining("the server ends");
    }

    @Test
    void settingsTellNeitherPasswordNorAddress() {
        DatabaseSettings settings = DatabaseSettings.at("jdbc:postgresql://db.example/x", "me", "secret");
        assertThat(settings.toString()).doesNotContain("secret", "me", "example");
    }
}
