package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One attempt before a gate.
 *
 * @param ref who is to be asked
 * @param call the call it belongs to
 * @param size how much it may take; worked out when asked for
 * @param onWaiting told of a wait at the gate
 * @param options what the call does differently from the configured provider
 */
public record Ask(
        ModelRef ref,
        CallContext call,
        Supplier<Size> size,
        Consumer<ChatEvent.Waiting> onWaiting,
        CallOptions options) {
    /** {@return whether it goes with a key of the call's own, whose limits at the provider are not those of the others} */
    public boolean hasOwnKey() {
        return options.apiKey().isPresent();
    }

    /** {@return whether it goes to an address of the call's own, of which what others meet says nothing} */
    public boolean goesElsewhere() {
        return options.baseUrl().isPresent();
    }
}
