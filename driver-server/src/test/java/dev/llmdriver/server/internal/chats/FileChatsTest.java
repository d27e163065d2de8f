package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.llmdriver.server.OtherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations in a file of SQLite. */
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
    void twoProcessesUseOneFileAndWhatWasAcknowledgedOutlivesAKilledOne(@TempDir Path own) throws Exception {
        try (OtherProcess other = Holder.start(own);
                ChatStore store = new SqlChats(DatabaseSettings.in(own))) {
            assertThat(get(store.turns("ann", "c", 10))).extracting(Turn::text).containsExactly(Holder.SAID);
            get(store.add("ann", "c", List.of(asked("meanwhile"))));
            other.kill();
            get(store.add("ann", "c", List.of(asked("afterwards"))));

            assertThat(get(store.turns("ann", "c", 10)))
                    .extracting(Turn::text)
                    .containsExactly(Holder.SAID, "meanwhile", "afterwards");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsSoSaid(@TempDir Path own) throws Exception {
        Path file = Files.createFile(own.resolve("file"));
        try (ChatStore store = new SqlChats(DatabaseSettings.in(file.resolve("folder")))) {
            assertThatThrownBy(() -> get(store.turns("ann", "c", 10)))
                    .hasMessageContaining("the folder or the file of chats cannot be made")
                    .hasMessageContaining("llm.server.chats.url");
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
