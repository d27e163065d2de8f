package dev.llmdriver.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client hears where one thread writes while another one ends. */
@Timeout(120)
class EventStreamTest {
    private static final int SECONDS = 60;
    private static final int ROUNDS = 100_000;
    /** Two threads that wait for each other are slow where others want the processors too. */
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private static final int LEAST = 1000;
    private static final int MOST_SPINS = 60;

    /** What is to be done on the event loop, once both threads are done. */
    private final Queue<Handler<Void>> loop = new ConcurrentLinkedQueue<>();

    private final List<String> heard = new ArrayList<>();

    @FunctionalInterface
    private interface Does {
        @Nullable
        Object with(Object self, String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Does does) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> does.with(self, method.getName(), arguments)));
    }

    @SuppressWarnings("unchecked") // Vert.x says that it is one of these
    private EventStream stream() {
        Context context =
                fake(Context.class, (self, method, given) -> loop.add((Handler<Void>) given[0]) ? null : self);
        HttpServerResponse response = fake(HttpServerResponse.class, this::respond);
        HttpServerRequest asked = fake(HttpServerRequest.class, (self, method, given) -> HttpVersion.HTTP_1_1);
        RoutingContext request = fake(RoutingContext.class, (self, method, given) -> switch (method) {
            case "response" -> response;
            case "request" -> asked;
            default -> heard.add(method) ? null : self;
        });
        return new EventStream(context, request, more -> {});
    }

    private @Nullable Object respond(Object self, String method, Object[] given) {
        return switch (method) {
            case "closed", "ended", "headWritten", "writeQueueFull" -> false;
            case "write", "end" -> {
                heard.add(method + " " + ((Buffer) given[0]).toString(StandardCharsets.UTF_8));
                yield null;
            }
            default -> self;
        };
    }

    private static ByteArrayOutputStream frame(String text) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return frame;
    }

    @Test
    void whoFailsWhileTheFirstPieceIsWrittenIsAlwaysHeard() throws Exception {
        ExecutorService model = Executors.newSingleThreadExecutor();
        try {
            long end = System.nanoTime() + ENOUGH.toNanos();
            for (int i = 0; i < ROUNDS && (i < LEAST || System.nanoTime() < end); i++) {
                EventStream stream = stream();
                AtomicInteger ready = new AtomicInteger();
                int delay =
                        i % MOST_SPINS; // so that each of the two comes first at times, and between the other's steps
                CompletableFuture<Void> written = CompletableFuture.runAsync(
                        () -> {
                            meet(ready, delay);
                            stream.write(frame("piece "));
                        },
                        model);
                meet(ready, MOST_SPINS / 2);
                stream.fail(new IllegalStateException("deleted"), () -> frame("error"));
                written.get(SECONDS, TimeUnit.SECONDS);
                assertThat(whole()).isIn(List.of("fail"), List.of("end piece error"));
            }
        } finally {
            model.shutdown();
        }
    }

    /** Comes back on both threads at once, but for so many turns of a loop. */
    private static void meet(AtomicInteger ready, int turns) {
        ready.incrementAndGet();
        while (ready.get() < 2) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private List<String> whole() {
        heard.clear();
        for (Handler<Void> task = loop.poll(); task != null; task = loop.poll()) {
            task.handle(null);
        }
        return List.copyOf(heard);
    }
}
