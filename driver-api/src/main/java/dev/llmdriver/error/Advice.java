package dev.llmdriver.error;

/** What a caller, or a decorator, best does after an error. May gain values: treat unknown ones as {@link #STOP}. */
public enum Advice {
    /** Nothing helps but a person. */
    STOP,
    /** The same request may well succeed soon. */
    RETRY,
    /** The same request will succeed after the time the provider named. */
    WAIT_THEN_RETRY,
    /** This target will not serve it; another may. */
    NEXT_TARGET,
    /** A model with a larger context may serve it. */
    LARGER_CONTEXT,
    /** The key must be set, replaced or given more rights. */
    FIX_KEY,
    /** The request or the answer must be mended first. */
    REPAIR
}
