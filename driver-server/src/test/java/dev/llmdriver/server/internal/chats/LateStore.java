package dev.llmdriver.server.internal.chats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads when a test says so, and does all else at once. */
public final class LateStore implements ChatStore {
    private static final int SECONDS = 10;

    public final CompletableFuture<List<Turn>> reading = new CompletableFuture<>();
    public final List<List<Turn>> added = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    /** Waits until it was asked for a conversation. */
    public void awaitReading() throws InterruptedException {
        assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public CompletableFuture<List<Turn>> turns(String owner, String chat, int most) {
        asked.countDown();
        return reading;
    }

    @Override
    public CompletableFuture<Void> add(String owner, String chat, List<Turn> turns) {
        added.add(turns);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<ChatHead>> chats(String owner, int most) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Void> delete(String owner, String chat) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
