package dev.llmdriver;

/** How a request is asked. */
public enum Mode {
    /** One answer, whole. */
    GENERATE,
    /** The answer as it comes. */
    STREAM
}
