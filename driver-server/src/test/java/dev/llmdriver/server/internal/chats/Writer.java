package dev.llmdriver.server.internal.chats;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A process of its own that keeps one exchange after the other for several callers at once, and names each as soon as it is
 * acknowledged, until it is killed. It opens and closes the store over and over, so that it may be killed then, too.
 */
final class Writer {
    static final int CALLERS = 8;
    static final String REFUSED = "refused: ";
    private static final int ROUND = 40;
    private static final int LONGEST = 30_000;

    private Writer() {}

    /** {@return question and answer, of which no two of a caller's are the same} */
    static List<Turn> exchange(int number) {
        String words = "word ".repeat(number * 7919 % LONGEST / 5);
        return List.of(
                new Turn(Turn.Role.USER, "question " + number, false, Optional.empty(), Instant.EPOCH),
                new Turn(Turn.Role.ASSISTANT, number + ": " + words, false, Optional.of("demo:x"), Instant.EPOCH));
    }

    private static void keep(ChatStore store, String owner, int caller, int from) {
        for (int number = from; number < from + ROUND; number++) {
            try {
                store.add(owner, "c" + caller, exchange(number)).join();
                System.out.println(caller + " " + number);
            } catch (CompletionException refused) {
                System.out.println(REFUSED + refused.getCause());
            }
        }
    }

    private static void round(Path folder, String owner, int from) throws InterruptedException {
        try (ChatStore store = new SqlChats(DatabaseSettings.in(folder))) {
            List<Thread> threads = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int mine = caller;
                threads.add(new Thread(() -> keep(store, owner, mine, from)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("begun");
        Thread rounds = new Thread(() -> rounds(Path.of(arguments[0]), arguments[1]));
        rounds.setDaemon(true);
        rounds.start();
        System.in.read(); // its end is the parent's
        Runtime.getRuntime().halt(1);
    }

    private static void rounds(Path folder, String owner) {
        try {
            for (int from = 0; ; from += ROUND) {
                round(folder, owner, from);
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
