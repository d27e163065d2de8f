package dev.llmdriver.server.internal.auth;

/**
 * Somebody who asks, as a token says.
 *
 * @param id the token's {@code sub}: who owns what is kept for him
 */
public record Caller(String id) {}
