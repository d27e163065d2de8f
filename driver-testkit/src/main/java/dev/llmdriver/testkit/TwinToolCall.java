package dev.llmdriver.testkit;

/**
 * A call of a tool that a twin's answer asks for.
 *
 * @param id the call's id; some dialects send another
 * @param name the tool's name
 * @param arguments the arguments as JSON text; need not be valid
 */
public record TwinToolCall(String id, String name, String arguments) {}
