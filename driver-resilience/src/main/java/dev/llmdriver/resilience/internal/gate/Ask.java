package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One attempt before a gate, or a whole call before those of its caller.
 *
 * @param ref who is to be asked
 * @param call the call it belongs to
 * @param size how much it may take; worked out when asked for
 * @param onWaiting told of a wait at the gate
 * @param options what the call does differently from the configured provider
 * @param ofCaller whether the gate is the caller's own: one of limits that hold for him alone, whoever is asked
 */
public record Ask(
        ModelRef ref,
        CallContext call,
        Supplier<Size> size,
        Consumer<ChatEvent.Waiting> onWaiting,
        CallOptions options,
        boolean ofCaller) {
    /** Makes one that stands before the gates of a model. */
    public Ask(
            ModelRef ref,
            CallContext call,
            Supplier<Size> size,
            Consumer<ChatEvent.Waiting> onWaiting,
            CallOptions options) {
        this(ref, call, size, onWaiting, options, false);
    }

    /** {@return the same before the caller's own gate} */
    public Ask asCaller() {
        return new Ask(ref, call, size, onWaiting, options, true);
    }

    /** {@return whether it goes with a key of the call's own, whose limits at the provider are not those of the others} */
    public boolean hasOwnKey() {
        return options.apiKey().isPresent();
    }

    /** {@return whether it goes to an address of the call's own, of which what others meet says nothing} */
    public boolean goesElsewhere() {
        return options.baseUrl().isPresent();
    }
}
