package dev.llmdriver.cli.internal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes foreign text fit to be shown. */
final class Lines {
    private static final int MANY = 100;

    /** Blanks before it are left: to look for them first takes the square of their number. */
    private static final Pattern LINE_END = Pattern.compile("\\R\\s*+");

    /** Those of eight bits too: a terminal takes U+009B for the beginning of a command as it does ESC [. */
    private static final Pattern CONTROL = Pattern.compile("\\p{gc=Cc}");

    /** What a pattern calls {@code \R}. */
    private static final String LINE_ENDS = "\n\u000B\f\r\u0085\u2028\u2029";

    private static final Pattern COMMANDING = Pattern.compile("[\\p{gc=Cc}&&[^\\n\\t]]");

    private Lines() {}

    /** {@return the text on one line, without control characters} */
    static String one(String text) {
        String line = LINE_END.matcher(text.stripTrailing()).replaceAll(" ");
        return CONTROL.matcher(line).replaceAll("");
    }

    /** {@return the text without the control characters by which a model could command a terminal} */
    static String harmless(String text) {
        return COMMANDING.matcher(text).replaceAll("");
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
        int end = text.length();
        while (end > 0
                && LINE_ENDS.indexOf(text.charAt(end - 1)) >= 0) { // a pattern looks for its end from each of many
            end--;
        }
        return text.substring(0, end);
    }
}
