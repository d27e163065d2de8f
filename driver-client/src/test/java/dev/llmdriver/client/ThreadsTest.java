package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Blocking calls wait without holding what others need: as many virtual threads as there are calls share one carrier, and no answer
 * comes before all of them wait. A call that pinned its carrier would keep the others from ever asking. Before JDK 21 the same runs on
 * plain threads.
 */
@Timeout(60)
class ThreadsTest extends ClientTestCase {
    private static final int CALLS = 50;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final AtomicInteger arrived = new AtomicInteger();
    private final CompletableFuture<Void> allArrived = new CompletableFuture<>();

    static {
        // Read by the JDK when the first virtual thread starts, and by nobody on an older one.
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
    }

    /** Lets requests out when as many have come as are expected. */
    private final class Gathering implements ChatEngine {
        private final ChatEngine next;

        Gathering(ChatEngine next) {
            this.next = next;
        }

        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            CompletableFuture<ChatResponse> answer = allArrived.thenCompose(all -> next.generate(request, call));
            if (arrived.incrementAndGet() == CALLS) {
                allArrived.complete(null);
            }
            return answer;
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return next.stream(request, call);
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            return next.explain(request, mode);
        }
    }

    private static ExecutorService threads() throws ReflectiveOperationException {
        return Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS
                ? Executors.newFixedThreadPool(CALLS)
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }

    @Test
    void allCallsWaitAtOnce() throws Exception {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.limits.concurrency=" + CALLS,
                "llm.models.fast.limits.requests-per-day=1000",
                "llm.models.fast.breaker.window=100");
        ExecutorService threads = threads();
        try (LlmClient client =
                builder().decorate(Slot.ATTEMPT_METRICS, Gathering::new).build()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                answers.add(threads.submit(
                        () -> client.model("fast").generate("Hello").text()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(50, TimeUnit.SECONDS)).isEqualTo("hi from fake:x");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
