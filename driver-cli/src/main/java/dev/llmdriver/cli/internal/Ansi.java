package dev.llmdriver.cli.internal;

/** The few escape sequences that every terminal knows. */
final class Ansi {
    static final String RESET = "\u001b[0m";
    static final String BOLD = "\u001b[1m";
    static final String DIM = "\u001b[2m";
    static final String CYAN = "\u001b[36m";
    static final String ERASE_TO_END_OF_LINE = "\u001b[K";

    private Ansi() {}
}
