package dev.llmdriver;

/**
 * How many tokens a request has.
 *
 * @param tokens the count
 * @param exact whether the provider counted; otherwise it is an estimate
 */
public record TokenCount(long tokens, boolean exact) {}
