package dev.llmdriver.cli.internal;

/** Makes foreign text fit to be shown. */
final class Lines {
    private Lines() {}

    /** {@return the text on one line, without control characters} */
    static String one(String text) {
        return text.stripTrailing().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "");
    }

    /** {@return the text without the control characters by which a model could command a terminal} */
    static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    }

    /** {@return the text without the line ends at its end} */
    static String chomp(String text) {
        return text.replaceFirst("\\R+$", "");
    }
}
