package dev.llmdriver.resilience.chain;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A provider on a virtual clock, the drivers that talk to it, and a log of all requests at its socket. The drivers keep the contract
 * but for one thing: they send after the deadline too, for that is what is looked for. One thread.
 */
final class Provider {
    final ManualScheduler clock;
    final List<Sent> socket = new ArrayList<>();
    /** Limits, of which at any tick something between nothing and all must be left. */
    private final List<Watched> limits = new ArrayList<>();

    /** What counts, or something broken in its place. */
    UnaryOperator<LimitStore> stores = UnaryOperator.identity();

    final List<String> exceeded = new ArrayList<>();
    private int ticks;

    Provider(ManualScheduler clock) {
        this.clock = clock;
    }

    /** {@return the place of what happens now among all that happens} */
    int tick() {
        limits.forEach(this::look);
        return ++ticks;
    }

    private record Watched(LimitGauge gauge, double most) {}

    void watch(LimitGauge gauge, double most) {
        limits.add(new Watched(gauge, most));
    }

    private void look(Watched limit) {
        double left = limit.gauge().remaining().getAsDouble();
        if (left < 0 || left > limit.most()) {
            exceeded.add(limit.gauge().kind() + " of " + limit.gauge().scope() + ": " + left + " left of "
                    + limit.most() + " at " + Duration.ofNanos(clock.nanoTime()));
        }
    }

    /** {@return how many places of a limit of what runs at one time are free, for each} */
    List<Double> freePlaces() {
        return limits.stream()
                .filter(limit -> limit.gauge().kind().equals("concurrency"))
                .map(limit -> limit.gauge().remaining().getAsDouble())
                .toList();
    }

    List<Sent> of(CallContext call) {
        return socket.stream().filter(sent -> sent.callId.equals(call.callId())).toList();
    }

    /** {@return the driver's engine of a model that answers by a script, the last answer again and again} */
    ChatEngine engine(ModelRef ref, List<Answer> script) {
        AtomicInteger next = new AtomicInteger();
        return engine(ref, () -> script.get(Math.min(next.getAndIncrement(), script.size() - 1)));
    }

    /** {@return the driver's engine of a model} */
    ChatEngine engine(ModelRef ref, Supplier<Answer> answers) {
        return new Driver(ref, answers);
    }

    private final class Driver implements ChatEngine {
        private final ModelRef ref;
        private final Supplier<Answer> answers;

        Driver(ModelRef ref, Supplier<Answer> answers) {
            this.ref = ref;
            this.answers = answers;
        }

        @Override
        public ModelRef ref() {
            return ref;
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return new UnaryExchange(Provider.this, ref, call).send(request, answers.get());
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return subscriber -> new StreamExchange(Provider.this, ref, call, subscriber).start(request, answers);
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
        }
    }
}
