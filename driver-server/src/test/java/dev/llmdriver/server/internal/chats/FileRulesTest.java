package dev.llmdriver.server.internal.chats;

import static dev.llmdriver.server.internal.chats.ChatStoreTest.asked;
import static dev.llmdriver.server.internal.chats.ChatStoreTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.llmdriver.server.OtherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of conversations: who may read it, how it is written, and what is said of one that will not do. */
@Timeout(180)
class FileRulesTest {
    private static final int STORES = 8;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("chats.db");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void keep(Path place) throws Exception {
        try (ChatStore store = new SqlChats(DatabaseSettings.in(place))) {
            get(store.add("ann", "c", List.of(asked("Hello"))));
        }
    }

    private void posix() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
    }

    @Test
    void theFilesAreTheirOwnersAloneWhoeverMayEnterTheFolder() throws Exception {
        posix();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ChatStore store = new SqlChats(DatabaseSettings.in(folder))) {
            get(store.add("ann", "c", List.of(asked("Hello"))));
            for (String name : List.of("chats.db", "chats.db-wal", "chats.db-shm")) {
                assertThat(permissions(folder.resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFileThatOthersMayReadIsToldOf() throws Exception {
        posix();
        keep(folder);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Logger log = Logger.getLogger("dev.llmdriver.server");
        log.setFilter(said -> !told.add(said.getMessage()));
        try {
            keep(folder);
            assertThat(told).isEmpty();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            keep(folder);
            assertThat(told)
                    .containsExactly("others on this machine may read the conversations in " + file + "; chmod 600 it");
        } finally {
            log.setFilter(null);
        }
    }

    @ParameterizedTest
    @CsvSource({"journal_mode,wal", "synchronous,2", "foreign_keys,1"})
    void whatIsAcknowledgedIsOnTheDisk(String pragma, String value) throws Exception {
        try (Connections connections = new Connections(DatabaseSettings.in(folder), 1);
                Connection connection = connections.get();
                Statement ask = connection.createStatement();
                ResultSet told = ask.executeQuery("pragma " + pragma)) {
            assertThat(told.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void aFolderMayHaveAnyName() throws Exception {
        Path odd = folder.resolve("a ?b=c&d #1 %20 ä");
        keep(odd);
        assertThat(odd.resolve("chats.db")).isNotEmptyFile();
        try (ChatStore store = new SqlChats(DatabaseSettings.at("file:" + odd, "", ""))) {
            assertThat(get(store.turns("ann", "c", 10))).hasSize(1);
        }
    }

    @RepeatedTest(5)
    void severalMakeANewFileAtOnce() throws Exception {
        List<ChatStore> stores = IntStream.range(0, STORES)
                .mapToObj(i -> (ChatStore) new SqlChats(DatabaseSettings.in(folder)))
                .toList();
        try {
            List<CompletableFuture<Void>> additions = IntStream.range(0, STORES)
                    .mapToObj(i -> stores.get(i).add("ann", "c" + i, List.of(asked("Hello"))))
                    .toList();
            for (CompletableFuture<Void> addition : additions) {
                get(addition);
            }
            assertThat(get(stores.get(0).chats("ann", 100))).hasSize(STORES);
        } finally {
            stores.forEach(ChatStore::close);
        }
    }

    @Test
    void whoeverHoldsTheFileIsToldOfAndOthersStillRead() throws Exception {
        keep(folder);
        try (ChatStore store = new SqlChats(DatabaseSettings.in(folder));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement held = other.createStatement()) {
            held.execute("begin immediate");
            CompletableFuture<Void> waiting = store.add("ann", "c", List.of(asked("And?")));
            assertThat(get(store.turns("ann", "c", 10))).hasSize(1);
            assertThatThrownBy(() -> get(waiting))
                    .hasMessageContaining("another process holds the file of chats; end it")
                    .hasMessageContaining("llm.server.chats.url");
            held.execute("rollback");
            get(store.add("ann", "c", List.of(asked("And?"))));
        }
    }

    @Test
    void aFileOfSomethingElseIsSoSaidAndLeftAlone() throws Exception {
        String text = "no database, but what somebody wrote and wants to keep\n".repeat(100);
        Files.writeString(file, text);
        assertThatThrownBy(() -> keep(folder)).hasMessageContaining("the file of chats is damaged, or is none");
        assertThat(file).hasContent(text);
    }

    @Test
    void aFolderInItsPlaceIsSoSaid() throws Exception {
        Files.createDirectory(file);
        assertThatThrownBy(() -> keep(folder)).hasMessageContaining("the file of chats cannot be made");
    }

    @Test
    void aMachineWithoutSqliteIsSoSaid() throws Exception {
        try (OtherProcess elsewhere = OtherProcess.start(Elsewhere.class, folder)) {
            assertThat(elsewhere.first())
                    .startsWith("SQLite, which keeps chats, cannot be loaded on this machine; set");
        }
    }
}
