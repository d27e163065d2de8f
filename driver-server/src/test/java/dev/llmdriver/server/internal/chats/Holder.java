package dev.llmdriver.server.internal.chats;

import dev.llmdriver.server.OtherProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A process of its own that keeps one turn, says so, and stays until it is killed. */
final class Holder {
    static final String SAID = "kept before the end";

    private Holder() {}

    static OtherProcess start(Path folder) throws Exception {
        OtherProcess process = OtherProcess.start(Holder.class, folder);
        try {
            process.first();
            return process;
        } catch (Exception ended) {
            process.close();
            throw ended;
        }
    }

    public static void main(String[] folder) throws Exception {
        ChatStore store = new SqlChats(DatabaseSettings.in(Path.of(folder[0])));
        Turn turn = new Turn(Turn.Role.USER, SAID, false, Optional.empty(), Instant.EPOCH);
        store.add("ann", "c", List.of(turn)).join();
        System.out.println("kept");
        System.in.read(); // its end is the parent's
        Runtime.getRuntime().halt(1);
    }
}
