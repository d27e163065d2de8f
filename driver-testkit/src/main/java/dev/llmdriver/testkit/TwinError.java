package dev.llmdriver.testkit;

/**
 * A failure that each dialect words in its own way.
 *
 * @param kind what failed
 * @param detail what the server says about it; some dialects put their own words before it
 */
public record TwinError(Kind kind, String detail) {

    /** What failed. */
    public enum Kind {
        /** The key is missing or wrong. */
        UNAUTHORIZED,
        /** The request breaks a rule. */
        INVALID,
        /** The prompt does not fit; the detail is ignored. */
        CONTEXT_LENGTH,
        /** The model is not served here; the detail is its name. */
        UNKNOWN_MODEL,
        /** The server is busy; the detail is ignored. */
        OVERLOADED,
        /** The server is still loading the model; the detail is ignored. */
        LOADING,
        /** Something broke while generating. */
        GENERATION
    }

    /** {@return a failure that has nothing to add} */
    public static TwinError of(Kind kind) {
        return new TwinError(kind, "");
    }
}
