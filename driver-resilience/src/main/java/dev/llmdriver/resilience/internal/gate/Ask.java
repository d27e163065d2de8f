package dev.llmdriver.resilience.internal.gate;

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
 * @param ownKey whether the request names a key of its own, whose limits at the provider are not those of the others
 */
public record Ask(
        ModelRef ref, CallContext call, Supplier<Size> size, Consumer<ChatEvent.Waiting> onWaiting, boolean ownKey) {}
