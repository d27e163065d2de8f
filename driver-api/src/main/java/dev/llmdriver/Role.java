package dev.llmdriver;

/** Who speaks in a {@link Message}. */
public enum Role {
    /** Instructions that hold for the whole conversation. */
    SYSTEM,
    /** The person, or the program acting for one. */
    USER,
    /** The model. */
    ASSISTANT,
    /** The result of a tool that the model asked for. */
    TOOL
}
