package dev.llmdriver.huggingface.internal.response;

/**
 * A piece of a tool call, as one delta or one message has it.
 *
 * @param index the provider's number of the call; -1 if it sent none
 * @param id the provider's id; empty if it sent none
 * @param name the tool's name; empty if this piece has none
 * @param arguments a piece of the arguments' JSON text; empty if this piece has none
 */
record CallFragment(int index, String id, String name, String arguments) {
    static final int NO_INDEX = -1;
}
