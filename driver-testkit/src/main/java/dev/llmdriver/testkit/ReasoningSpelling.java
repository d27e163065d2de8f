package dev.llmdriver.testkit;

/** Where a server puts what a model thinks; four spellings are in use. */
public enum ReasoningSpelling {
    /** The field {@code reasoning}. */
    REASONING("reasoning"),
    /** The field {@code reasoning_content}. */
    REASONING_CONTENT("reasoning_content"),
    /** The field {@code reasoning_text}. */
    REASONING_TEXT("reasoning_text"),
    /** Inside the text, between {@code <think>} and {@code </think>}. */
    THINK_TAGS("");

    private final String field;

    ReasoningSpelling(String field) {
        this.field = field;
    }

    /** {@return the name of the field; empty for {@link #THINK_TAGS}} */
    public String field() {
        return field;
    }
}
