package dev.llmdriver.resilience.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads at one chain whose clock stands still: however they interleave, nothing leaves beyond a limit, and all that may does. */
class ThreadedChainTest {
    private static final int THREADS = 8;
    private static final int CALLS = 200;
    private static final int PLACES = 3;
    private static final ModelRef REF = ModelRef.parse("provider:model");

    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore store = LimitStore.inProcess(clock);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<LimitGauge> gauges = new ArrayList<>();

    /** Answers at once, and costs as much as it may. */
    private final class Server extends Passing {
        Server() {
            super(new Provider(new ManualScheduler()).engine(REF, Answer::ok));
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            int now = open.incrementAndGet();
            if (now > PLACES) {
                faults.add(now + " at one time");
            }
            gauges.stream()
                    .filter(gauge -> gauge.remaining().getAsDouble() < 0)
                    .forEach(gauge -> faults.add(gauge.kind() + " below zero"));
            sent.incrementAndGet();
            call.beginAttempt(REF).succeeded();
            for (int i = 0; i < 1000; i++) {
                Thread.onSpinWait(); // so that others come meanwhile
            }
            open.decrementAndGet();
            return CompletableFuture.completedFuture(
                    ChatResponse.builder(REF, Message.assistant("hi"), new FinishReason(FinishReason.Kind.STOP, "stop"))
                            .usage(Usage.of(Limits.TOKENS - Caller.MAX_TOKENS, Caller.MAX_TOKENS))
                            .attempts(call.ledger().attempts())
                            .build());
        }
    }

    private ChatEngine chain(long requests, long paidFor) {
        long nanos = paidFor * Limits.TOKENS * Limits.PER_TOKEN;
        return Resilience.builder()
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .concurrency(ConcurrencyLimit.of("threads", PLACES, Duration.ofMinutes(1)))
                .rateLimit(RateLimiter.builder("threads")
                        .requests(Span.MINUTE, requests)
                        .maxWait(Duration.ZERO)
                        .store(store)
                        .gauges(gauges::add)
                        .build())
                .budget(Budget.builder("threads")
                        .usd(Span.TOTAL, BigDecimal.valueOf(nanos, 9))
                        .price(Limits.PRICE)
                        .store(store)
                        .gauges(gauges::add)
                        .build())
                .build()
                .over(new Server());
    }

    private int call(ChatEngine chain) {
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            CallContext call = CallContext.of(clock);
            Object outcome = chain.generate(Caller.REQUEST, call)
                    .handle((answer, failure) -> failure == null ? answer : LlmException.of(failure))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            if (outcome instanceof LlmException refused) {
                if (refused.kind() != ErrorKind.LIMIT_EXCEEDED) {
                    faults.add("" + refused);
                }
            } else {
                answered++;
            }
        }
        return answered;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000000", "1000000, 700"})
    void nothingLeavesBeyondALimit(long requests, long paidFor) throws Exception {
        ChatEngine chain = chain(requests, paidFor);
        // The gauges of a limiter come with its first attempt.
        int answered = call(chain) + together(chain);

        assertThat(faults).isEmpty();
        assertThat(answered).as("answers").isEqualTo(sent.get());
        assertThat((long) sent.get()).isLessThanOrEqualTo(Math.min(requests, paidFor));
        // Of money the last bit is less than a reservation, which is more than an answer costs.
        assertThat((long) sent.get()).isGreaterThanOrEqualTo(Math.min(requests, paidFor - THREADS * 2));
    }

    private int together(ChatEngine chain) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> call(chain)));
            }
            int answered = 0;
            for (Future<Integer> one : all) {
                answered += one.get(60, TimeUnit.SECONDS);
            }
            return answered;
        } finally {
            threads.shutdownNow();
        }
    }
}
