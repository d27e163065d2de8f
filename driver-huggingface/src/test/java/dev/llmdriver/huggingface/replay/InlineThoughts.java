package dev.llmdriver.huggingface.replay;

/**
 * Reasoning that stands inside the content, between {@code <think>} and {@code </think>} at its beginning.
 *
 * @param thoughts what stands between; to the end, if the answer broke off inside
 * @param text what follows
 */
record InlineThoughts(String thoughts, String text) {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    static InlineThoughts of(String content) {
        String start = content.stripLeading();
        if (!start.startsWith(OPEN)) {
            return new InlineThoughts("", content);
        }
        String rest = start.substring(OPEN.length());
        int end = rest.indexOf(CLOSE);
        return end < 0
                ? new InlineThoughts(rest, "")
                : new InlineThoughts(rest.substring(0, end), rest.substring(end + CLOSE.length()));
    }
}
