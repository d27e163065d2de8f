package dev.llmdriver.testkit.shape;

import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What the real services sent. */
final class Reality {
    private static final Map<String, List<Recording>> READ = new ConcurrentHashMap<>();

    private Reality() {}

    /** {@return the answers in a file of recordings that match; bodies that somebody edited are left out} */
    static List<Heard> heard(String file, Predicate<Recording> which) {
        return all(file, which.and(recording -> !recording.fidelity().equals("fixture")));
    }

    /** {@return the bodies that somebody kept as test data, which match; they may have been edited} */
    static List<Heard> kept(String file, Predicate<Recording> which) {
        return all(file, which.and(recording -> recording.fidelity().equals("fixture")));
    }

    private static List<Heard> all(String file, Predicate<Recording> which) {
        Path folder = Recordings.assumeFolder().resolve("interactions");
        return READ.computeIfAbsent(file, name -> Recordings.read(folder.resolve(name + ".jsonl"))).stream()
                .filter(recording -> !recording.fidelity().equals("sdk"))
                .filter(recording -> !recording.body().isBlank())
                .filter(which)
                .map(Heard::real)
                .toList();
    }
}
