package dev.llmdriver.buildchecks;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The patterns that stand as a text where they are used: in the rows of error tables, and in calls such as {@code replaceAll}. */
final class WrittenPatterns {
    /** In the name of a pattern that is asked whether it matches the whole of a text. */
    static final String WHOLE = ".matches";

    private static final Pattern USE =
            Pattern.compile("(\\.?)\\b(replaceAll|replaceFirst|matches|split|pattern)\\(\\s*\""
                    + "((?:[^\"\\\\\\n]|\\\\.)*+)\"\\s*([,)+])");

    private WrittenPatterns() {}

    /** {@return the patterns of a file by the class's full name and what they say; those in fields are found by reflection} */
    static Map<String, Pattern> in(String className, Path file) {
        Map<String, Pattern> found = new TreeMap<>();
        Matcher use = USE.matcher(Modules.read(file));
        while (use.find()) {
            boolean isReplacement =
                    use.group(2).startsWith("replace") && !use.group(4).equals(",");
            if (!isReplacement) {
                add(found, className, use);
            }
        }
        return found;
    }

    private static void add(Map<String, Pattern> found, String className, Matcher use) {
        String regex = use.group(3).translateEscapes();
        if (use.group(4).equals("+")) {
            throw new AssertionError(className + " puts a pattern together from '" + regex
                    + "' and more where it is used; make it a constant, so that it can be checked");
        }
        boolean whole = use.group(2).equals("matches") && !use.group(1).isEmpty(); // as String.matches does
        found.put(className + (whole ? WHOLE : "") + " '" + regex + "'", Pattern.compile(regex));
    }
}
