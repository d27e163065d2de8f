package dev.llmdriver;

/** Whether something can be done. */
public enum Support {
    /** It can. */
    YES,
    /** It cannot. */
    NO,
    /** Nobody said. */
    UNKNOWN
}
