package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server that says what was recorded, for the tests of applications: nothing is asked of a provider. A request is answered by the
 * first recording not played yet that has its method, path, query and body; bodies of JSON are compared as JSON. A value that stands
 * in a recording as {@code REDACTED} may be anything.
 *
 * <pre>{@code
 * try (ReplayTwin twin = ReplayTwin.start(Recordings.read(Path.of("src/test/resources/weather.jsonl")))) {
 *     … base-url = twin.baseUri() …
 *     twin.assertAllPlayed();
 * }
 * }</pre>
 *
 * <p>A request that no recording matches is answered 501 and makes {@link #assertScriptUsed} and {@link #assertAllPlayed} fail; both
 * the answer and the failure say in what the recordings differ. Settings hold for the requests that follow. Thread-safe.
 */
public final class ReplayTwin extends WireTwin {
    private final Shelf shelf;

    private ReplayTwin(TwinOptions options, Shelf shelf) {
        super(options, shelf::answer);
        this.shelf = shelf;
    }

    /** {@return a running twin} */
    public static ReplayTwin start(List<Recording> recordings) {
        return start(recordings, TwinOptions.defaults());
    }

    /** {@return a running twin, served as the options say} */
    public static ReplayTwin start(List<Recording> recordings, TwinOptions options) {
        return new ReplayTwin(options, new Shelf(recordings));
    }

    /** Lets the body of a request be anything. */
    public ReplayTwin ignoringBody() {
        shelf.change(() -> shelf.body = false);
        return this;
    }

    /** Lets the query of a request be anything. */
    public ReplayTwin ignoringQuery() {
        shelf.change(() -> shelf.query = false);
        return this;
    }

    /** Demands that requests come in the order of the recordings. */
    public ReplayTwin inOrder() {
        shelf.change(() -> shelf.ordered = true);
        return this;
    }

    /** Plays recordings again once all that match were played; the last one that matches is the one. */
    public ReplayTwin repeating() {
        shelf.change(() -> shelf.repeating = true);
        return this;
    }

    /** Cuts the answers at random places, the same for the same seed, instead of where they were cut when recorded. */
    public ReplayTwin split(long seed) {
        shelf.change(() -> shelf.seed = seed);
        return this;
    }

    /** Fails if a recording was never asked for, or a request had none. */
    public void assertAllPlayed() {
        assertScriptUsed();
        List<Recording> left = shelf.left();
        if (!left.isEmpty()) {
            throw new AssertionError(left.size() + " recordings were never asked for: " + left);
        }
    }

    /** The recordings, and which are still to be played. */
    private static final class Shelf {
        private final List<Recording> all;
        private final List<Recording> left;
        private boolean body = true;
        private boolean query = true;
        private boolean ordered;
        private boolean repeating;
        private @Nullable Long seed;

        Shelf(List<Recording> recordings) {
            all = List.copyOf(recordings);
            left = new ArrayList<>(recordings);
        }

        synchronized void change(Runnable change) {
            change.run();
        }

        synchronized List<Recording> left() {
            return List.copyOf(left);
        }

        synchronized Reply answer(RecordedRequest request) {
            Recording found = unplayed(request)
                    .or(() -> repeating ? played(request) : Optional.empty())
                    .orElseThrow(() -> new AssertionError(unmatched(request)));
            left.remove(found);
            return seed == null ? found.reply() : found.reply(seed);
        }

        private Optional<Recording> unplayed(RecordedRequest request) {
            return candidates().stream()
                    .filter(recording -> difference(recording, request).isEmpty())
                    .findFirst();
        }

        private List<Recording> candidates() {
            return ordered && !left.isEmpty() ? left.subList(0, 1) : left;
        }

        private Optional<Recording> played(RecordedRequest request) {
            return all.stream()
                    .filter(recording -> difference(recording, request).isEmpty())
                    .reduce((one, next) -> next);
        }

        private Optional<String> difference(Recording recording, RecordedRequest request) {
            return Difference.of(recording, request, query, body);
        }

        private String unmatched(RecordedRequest request) {
            String differences = candidates().stream()
                    .map(recording ->
                            recording + " has " + difference(recording, request).orElse("all of it"))
                    .collect(Collectors.joining("; "));
            return "no recording is of " + request + (left.isEmpty() ? ": all are played" : ": " + differences);
        }
    }
}
