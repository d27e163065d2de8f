package dev.llmdriver.http;

import org.junit.jupiter.api.Test;

/** The publisher without the face that users see. */
class BareStreamTckTest {
    @Test
    void publisherPassesTheReactiveStreamsTck() {
        ReactiveStreamsTck.passes(StreamTck.class, 30, 8);
    }
}
