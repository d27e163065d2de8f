package dev.llmdriver;

import org.junit.jupiter.api.Test;

/** Events handed over where they come from; a class of its own, as the TCK mostly waits and two may wait side by side. */
class DirectChatStreamTckTest {
    @Test
    void aStreamPassesTheReactiveStreamsTck() {
        ReactiveStreamsTck.passes(DirectChatStreamVerification.class);
    }
}
