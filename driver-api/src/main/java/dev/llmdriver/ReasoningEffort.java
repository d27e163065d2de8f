package dev.llmdriver;

/** How much the model shall think before it answers. Drivers map it to what their provider offers and report what they did. */
public enum ReasoningEffort {
    /** Not at all. */
    NONE,
    /** As little as the model can. */
    MINIMAL,
    /** A little. */
    LOW,
    /** A middle amount. */
    MEDIUM,
    /** A lot. */
    HIGH,
    /** As much as the model can. */
    MAXIMUM
}
