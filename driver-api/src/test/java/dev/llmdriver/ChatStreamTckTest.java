package dev.llmdriver;

import org.junit.jupiter.api.Test;

/** Events handed over on the default pool. */
class ChatStreamTckTest {
    @Test
    void aStreamPassesTheReactiveStreamsTck() {
        ReactiveStreamsTck.passes(ChatStreamVerification.class);
    }
}
