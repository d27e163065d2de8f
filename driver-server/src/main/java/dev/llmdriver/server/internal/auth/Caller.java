package dev.llmdriver.server.internal.auth;

import dev.llmdriver.CallOptions;

/**
 * Somebody who asks, as a token says.
 *
 * @param id the token's {@code sub}: who owns what is kept for him
 */
public record Caller(String id) {
    /** {@return what says that a call is made for him} */
    public CallOptions options() {
        return CallOptions.builder().caller(id).build();
    }
}
