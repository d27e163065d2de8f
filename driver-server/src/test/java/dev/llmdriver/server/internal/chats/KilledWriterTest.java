package dev.llmdriver.server.internal.chats;

import static dev.llmdriver.server.internal.chats.ChatStoreTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.FaultSize;
import dev.llmdriver.server.OtherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that keeps conversations in a file is killed at moments that nobody chose, over and over with the same file, and what it
 * acknowledged is looked for. {@code -Dfaults.kills=300} kills it so often, {@code -Dfaults.seed=} at other moments.
 */
class KilledWriterTest {
    private static final int KILLS = Integer.getInteger("faults.kills", FaultSize.of(5, 300));
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final int LONGEST_LIFE = 2_000;
    private static final int ALL = 1_000_000;
    private static final int PROCESSES = 3;
    private static final int LINES = 1_000;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    /** {@return a folder that most processes have in common; some begin with an empty one, and may be killed while they make the file} */
    private Path place(int kill) throws IOException {
        return kill % 4 == 3 ? Files.createDirectories(folder.resolve("new" + kill)) : folder;
    }

    /** {@return how many exchanges of each caller were acknowledged before the process was killed} */
    private int[] acknowledged(int kill) throws Exception {
        try (OtherProcess writer = OtherProcess.start(Writer.class, place(kill), "run" + kill)) {
            writer.awaitLines(
                    1 + kill % 2); // the second is an acknowledgement, which a slow machine may take its time for
            int life = random.nextInt(kill % 4 == 3 ? LONGEST_LIFE / 4 : LONGEST_LIFE);
            assertThat(writer.endsWithin(life)).isFalse();
            return counted(writer.kill());
        }
    }

    private static int[] counted(List<String> lines) {
        assertThat(lines).noneMatch(line -> line.startsWith(Writer.REFUSED));
        int[] counts = new int[Writer.CALLERS];
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            counts[Integer.parseInt(words[0])] = Integer.parseInt(words[1]) + 1;
        }
        return counts;
    }

    /** What was not acknowledged may be there nevertheless, but whole. */
    private static int look(ChatStore store, String owner, int[] acknowledged) throws Exception {
        int found = 0;
        for (int caller = 0; caller < Writer.CALLERS; caller++) {
            List<Turn> turns = get(store.turns(owner, "c" + caller, ALL));
            assertThat(turns.size()).isIn(2 * acknowledged[caller], 2 * acknowledged[caller] + 2);
            for (int number = 0; number < turns.size() / 2; number++) {
                List<Turn> kept = turns.subList(2 * number, 2 * number + 2);
                assertThat(kept.equals(Writer.exchange(number))).isTrue(); // a description would fill pages
            }
            found += acknowledged[caller];
        }
        return found;
    }

    @Test
    void losesNothingThatItAcknowledgedAndKeepsNothingByHalves() throws Exception {
        int[][] acknowledged = new int[KILLS][];
        long found = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged[kill] = acknowledged(kill);
            try (ChatStore store = new SqlChats(DatabaseSettings.in(place(kill)), Long.MAX_VALUE)) {
                found += look(store, "run" + kill, acknowledged[kill]);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("after kill " + kill + " of seed " + SEED, failure);
            }
        }
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChatStore store = new SqlChats(DatabaseSettings.in(place(kill)), Long.MAX_VALUE)) {
                look(store, "run" + kill, acknowledged[kill]);
            }
        }
        assertThat(found).isPositive();
        System.out.println(KILLS + " kills, " + found + " exchanges acknowledged and found");
    }

    /** All make the file at once, and then open and close it over and over. */
    @Test
    void severalProcessesUseOneFileAndRefuseNothing() throws Exception {
        List<OtherProcess> writers = new ArrayList<>();
        try (ChatStore store = new SqlChats(DatabaseSettings.in(folder), Long.MAX_VALUE)) {
            for (int i = 0; i < PROCESSES; i++) {
                writers.add(OtherProcess.start(Writer.class, folder, "owner" + i));
            }
            for (OtherProcess writer : writers) {
                writer.awaitLines(LINES);
            }
            for (int i = 0; i < PROCESSES; i++) {
                look(store, "owner" + i, counted(writers.get(i).kill()));
            }
        } finally {
            writers.forEach(OtherProcess::close);
        }
    }
}
