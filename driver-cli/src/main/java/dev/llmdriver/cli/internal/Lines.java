package dev.llmdriver.cli.internal;

import java.util.List;
import java.util.stream.Collectors;

/** Makes foreign text fit to be shown. */
final class Lines {
    private static final int MANY = 100;

    private Lines() {}

    /** {@return the text on one line, without control characters} */
    static String one(String text) {
        return text.stripTrailing().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "");
    }

    /** {@return the text without the control characters by which a model could command a terminal} */
    static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    }

    /** {@return numbers of lines in words, a few of them if there are many} */
    static String numbers(List<Integer> numbers) {
        String few = numbers.stream().limit(MANY).map(String::valueOf).collect(Collectors.joining(", "));
        return (numbers.size() == 1 ? "line " : "lines ")
                + few
                + (numbers.size() > MANY ? " and " + (numbers.size() - MANY) + " more" : "");
    }

    /** {@return the text without the line ends at its end} */
    static String chomp(String text) {
        return text.replaceFirst("\\R+$", "");
    }
}
