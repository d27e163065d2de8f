package dev.llmdriver.testkit.internal;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the few things that a twin does before it can be used. */
public final class Waiting {
    private static final int SECONDS = 60;

    private Waiting() {}

    /** {@return the result of the future, waited for on this thread} */
    public static <T> T on(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the twin started or closed", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The twin could not start or close", e);
        }
    }
}
