package dev.llmdriver.testkit;

/**
 * What an answer cost, in tokens.
 *
 * @param input tokens of the prompt, cached ones included
 * @param output tokens of the answer, reasoning included
 */
public record TwinUsage(int input, int output) {}
