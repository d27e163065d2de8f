package dev.llmdriver.server.internal.chats;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** A process of its own, on a machine for which there is no SQLite, that says why it cannot read a conversation. */
final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] folder) {
        System.setProperty("os.arch", "abacus");
        try (ChatStore store = new SqlChats(DatabaseSettings.in(Path.of(folder[0])))) {
            store.turns("ann", "c", 1).join();
        } catch (CompletionException failed) {
            System.out.println(failed.getCause().getMessage());
        }
    }
}
