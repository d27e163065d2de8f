package dev.llmdriver.testkit;

/**
 * What an answer cost, in tokens.
 *
 * @param input tokens of the prompt, cached ones included
 * @param output tokens of the answer, reasoning included
 * @param cached tokens of the prompt that were cached
 * @param reasoning tokens of the answer that are reasoning
 */
public record TwinUsage(int input, int output, int cached, int reasoning) {

    /** A usage of which no details are known. */
    public TwinUsage(int input, int output) {
        this(input, output, 0, 0);
    }
}
