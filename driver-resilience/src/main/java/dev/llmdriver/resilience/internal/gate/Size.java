package dev.llmdriver.resilience.internal.gate;

import java.util.OptionalLong;

/**
 * Upper bounds of what a request may take.
 *
 * @param input tokens of the input: no tokenizer makes more tokens than bytes; empty where it holds what cannot be bounded by its bytes, such as a picture behind an address
 * @param output tokens of the answer; empty where neither request nor model names a limit
 */
public record Size(OptionalLong input, OptionalLong output) {}
