package dev.llmdriver.http;

import org.junit.jupiter.api.Test;

/** The stream that an application has; a class of its own, as the TCK mostly waits and two may wait side by side. */
class ChatStreamTckTest {
    @Test
    void publisherPassesTheReactiveStreamsTck() {
        ReactiveStreamsTck.passes(ChatStreamTck.class, 25, 13);
    }
}
