package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a twin saw at its socket, and waits for more of it. Thread-safe. */
final class Ledger {
    private final Watch watch = new Watch();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private int taken;
    private int opened;
    private int closed;
    private int blockedReplies;
    private long bytes;

    void change(Runnable change) {
        watch.change(change);
    }

    void add(RecordedRequest request) {
        change(() -> requests.add(request));
    }

    void opened() {
        change(() -> opened++);
    }

    void closed() {
        change(() -> closed++);
    }

    void blocked(boolean blocked) {
        change(() -> blockedReplies += blocked ? 1 : -1);
    }

    void written(int count) {
        change(() -> bytes += count);
    }

    List<RecordedRequest> requests() {
        return watch.read(() -> List.copyOf(requests));
    }

    int connectionsOpened() {
        return watch.read(() -> opened);
    }

    long bytesWritten() {
        return watch.read(() -> bytes);
    }

    RecordedRequest take(Duration timeout) {
        await("another request", () -> requests.size() > taken, timeout);
        return watch.read(() -> requests.get(taken++));
    }

    List<RecordedRequest> awaitRequests(int count, Duration timeout) {
        await(count + " requests", () -> requests.size() >= count, timeout);
        return requests();
    }

    RecordedRequest awaitClosedByClient(Duration timeout) {
        await("a client to leave", () -> requests.stream().anyMatch(RecordedRequest::clientLeft), timeout);
        return watch.read(() -> requests.stream()
                .filter(RecordedRequest::clientLeft)
                .findFirst()
                .orElseThrow());
    }

    void awaitNoConnections(Duration timeout) {
        await("the connections to close", () -> opened == closed, timeout);
    }

    long awaitWriteBlocked(Duration quiet, Duration timeout) {
        Stillness stillness = new Stillness(quiet);
        await("a client that does not read", stillness::lasted, timeout);
        return bytesWritten();
    }

    /** The time in which a reply stood still, as far as somebody looked: while nobody could look, nobody could read. */
    private final class Stillness {
        private static final long MOST_BETWEEN_LOOKS = 20_000_000;

        private final long needed;
        private long lookedAt = System.nanoTime();
        private long written = -1;
        private long still;

        Stillness(Duration needed) {
            this.needed = needed.toNanos();
        }

        boolean lasted() {
            long now = System.nanoTime();
            boolean stood = blockedReplies > 0 && written == bytes;
            still = stood ? still + Math.min(now - lookedAt, MOST_BETWEEN_LOOKS) : 0;
            written = bytes;
            lookedAt = now;
            return stood && still >= needed;
        }
    }

    private void await(String what, BooleanSupplier condition, Duration timeout) {
        if (!watch.await(condition, timeout)) {
            throw new AssertionError("Waited " + timeout + " for " + what + "; seen: " + watch.read(this::toString));
        }
    }

    @Override
    public String toString() {
        return requests + ", " + (opened - closed) + " of " + opened + " connections open, " + bytes + " bytes written";
    }
}
