package dev.llmdriver.threads;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a caller may block. Virtual threads are looked up, for this code is compiled for JDK 17. */
enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** {@return the kinds that this JDK has} */
    static Stream<ThreadKind> available() {
        boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        return Arrays.stream(values()).filter(kind -> virtual || kind == PLATFORM);
    }

    /** Runs a task on a thread of its own; what it throws ends the task. */
    <T> Blocked<T> start(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                result.complete(task.get());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        };
        return new Blocked<>(this == PLATFORM ? platform(body) : virtual(body), result);
    }

    private static Thread platform(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Thread virtual(Runnable body) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
