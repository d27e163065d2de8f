package dev.llmdriver.http;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import dev.llmdriver.Warning;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the endpoint needs to know of a call beside the request on the wire. Immutable; the context is shared with the call. */
public final class Exchange {
    private final ModelRef ref;
    private final CallContext call;
    private final CallOptions callOptions;
    private final Timeouts timeouts;
    private final @Nullable Duration deadline;
    private final List<Warning> warnings;

    private Exchange(
            ModelRef ref,
            CallContext call,
            CallOptions callOptions,
            Timeouts timeouts,
            @Nullable Duration deadline,
            List<Warning> warnings) {
        this.ref = Objects.requireNonNull(ref, "ref");
        this.call = Objects.requireNonNull(call, "call");
        this.callOptions = callOptions;
        this.timeouts = timeouts;
        this.deadline = deadline;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Describes a chat call.
     *
     * @param ref who is asked
     * @param request what is asked
     * @param call what the call shares down the chain
     * @param warnings of the fields that were not sent as asked, for the answer
     * @return the exchange
     */
    public static Exchange of(ModelRef ref, ChatRequest request, CallContext call, List<Warning> warnings) {
        return new Exchange(
                ref,
                call,
                request.callOptions(),
                request.timeouts(),
                request.deadline().orElse(null),
                warnings);
    }

    /**
     * Describes an embedding call.
     *
     * @param ref who is asked
     * @param request what is asked
     * @param call what the call shares down the chain
     * @param warnings of the fields that were not sent as asked
     * @return the exchange
     */
    public static Exchange of(ModelRef ref, EmbeddingRequest request, CallContext call, List<Warning> warnings) {
        return new Exchange(
                ref,
                call,
                request.callOptions(),
                request.timeouts(),
                request.deadline().orElse(null),
                warnings);
    }

    /** {@return who is asked} */
    public ModelRef ref() {
        return ref;
    }

    /** {@return what the call shares down the chain} */
    public CallContext call() {
        return call;
    }

    /** {@return what the call does differently; the endpoint applies key and headers, the driver the base URL} */
    public CallOptions callOptions() {
        return callOptions;
    }

    /** {@return the phase timeouts of the request itself} */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** {@return the deadline of the request itself} */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** {@return what the answer shall warn of} */
    public List<Warning> warnings() {
        return warnings;
    }
}
