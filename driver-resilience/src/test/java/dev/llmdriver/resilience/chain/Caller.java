package dev.llmdriver.resilience.chain;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One call, made as planned, with all that its caller saw of it. */
final class Caller implements Flow.Subscriber<ChatEvent> {
    static final int MAX_TOKENS = 100;

    static final ChatRequest REQUEST = ChatRequest.of("Hello").toBuilder()
            .maxTokens(MAX_TOKENS)
            .temperature(0.0)
            .build();

    private static final int NEVER = Integer.MAX_VALUE;

    final Plan plan;
    final CallContext call;
    final List<ChatEvent> events = new ArrayList<>();
    final List<ChatEvent.Waiting> waits = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    private final Provider provider;
    private final ChatRequest request;
    private Runnable canceller = () -> {};
    private Flow.@Nullable Subscription subscription;
    private long demanded;
    private boolean signalling;
    long startedAt;
    int committedTick = NEVER;
    int cancelledTick = NEVER;
    int endTick = NEVER;
    long endedAt = Long.MAX_VALUE;

    @Nullable
    ChatResponse response;

    @Nullable
    Throwable failure;

    Caller(Plan plan, Provider provider, ChatRequest request) {
        this.plan = plan;
        this.provider = provider;
        this.request = request;
        this.call = CallContext.of(provider.clock, plan.cap(), waits::add);
    }

    void begin(ChatEngine engine) {
        startedAt = provider.clock.nanoTime();
        plan.cancel().ifPresent(after -> provider.clock.schedule(after, this::cancel));
        if (plan.streams()) {
            engine.stream(request, call).subscribe(this);
        } else {
            CompletableFuture<ChatResponse> future = engine.generate(request, call);
            canceller = () -> future.cancel(true);
            future.whenComplete(this::answered);
        }
    }

    private void cancel() {
        if (!isOver()) {
            cancelledTick = provider.tick();
            canceller.run();
        }
    }

    private void answered(@Nullable ChatResponse answer, @Nullable Throwable thrown) {
        if (cancelledTick == NEVER) {
            end(answer, thrown);
        }
    }

    private void end(@Nullable ChatResponse answer, @Nullable Throwable thrown) {
        note(isOver(), "a second end");
        endTick = provider.tick();
        endedAt = provider.clock.nanoTime();
        response = answer;
        failure = thrown;
    }

    boolean isOver() {
        return endTick != NEVER || cancelledTick != NEVER;
    }

    // A stream's subscriber

    @Override
    public void onSubscribe(Flow.Subscription given) {
        note(subscription != null, "a second subscription");
        subscription = given;
        canceller = given::cancel;
        ask(0);
    }

    private void ask(int turn) {
        if (isOver()) {
            return;
        }
        if (turn == plan.demand().size()) {
            demanded = Long.MAX_VALUE;
            subscription.request(Long.MAX_VALUE);
            return;
        }
        provider.clock.schedule(Duration.ofSeconds(1), () -> ask(turn + 1));
        int more = plan.demand().get(turn);
        if (more > 0) {
            demanded += more;
            subscription.request(more);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        signal(() -> {
            note(demanded == 0, "an event that nobody asked for");
            demanded = demanded == Long.MAX_VALUE ? demanded : demanded - 1;
            events.add(event);
            if (event.isContent() && committedTick == NEVER) {
                committedTick = provider.tick();
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        signal(() -> end(null, thrown));
    }

    @Override
    public void onComplete() {
        signal(() -> {
            ChatEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
            end(last instanceof ChatEvent.Finished finished ? finished.response() : null, null);
        });
    }

    private void signal(Runnable effect) {
        note(signalling, "two signals at a time");
        note(isOver(), "a signal after the end");
        signalling = true;
        effect.run();
        signalling = false;
    }

    private void note(boolean broken, String rule) {
        if (broken) {
            faults.add(rule);
        }
    }

    /** {@return what the caller was told of its attempts; empty if it cancelled} */
    List<Attempt> toldAttempts() {
        if (response != null) {
            return response.attempts();
        }
        return failure instanceof LlmException told ? told.attempts() : List.of();
    }

    @Override
    public String toString() {
        String end = response != null ? "answered" : cancelledTick != NEVER ? "cancelled" : "" + failure;
        return plan + " → " + end + " at " + Duration.ofNanos(endedAt);
    }
}
