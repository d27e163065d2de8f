package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No pattern takes more than time in proportion to a text, or a stack as deep as it is long: what is matched comes from servers and
 * models. Counted are looks at characters, so that no clock decides.
 */
class RegexTest {
    private static final int LENGTH = 4000;

    /** Looks at each character, and a few around it: short bounds within a pattern, and its alternatives, are many looks. */
    private static final long LOOKS_PER_CHARACTER = 400;

    private static final long MOST_LOOKS = 2 * LOOKS_PER_CHARACTER * LENGTH;

    /** Read from settings or from what the user types, never from a server or a model. */
    private static final List<String> OWN_TEXTS = List.of(
            "client.internal.Sources",
            "client.internal.Values",
            "http.HttpProvider",
            "micrometer.GenAiSemconv",
            "gemini.internal.endpoint.Endpoint",
            "spi.OptionParsers",
            "ollama.internal.request.KeepAlive",
            "ollama.internal.endpoint.HostAddress");

    /** Looks at the first 8,000 characters of an error's page and no more. */
    private static final List<String> SHORT_TEXTS =
            List.of("gemini.internal.error.ErrorBodyParser", "huggingface.internal.error.ErrorBodyParser");

    /** Asked whether they match the whole of a text, which is one search. */
    private static final List<String> WHOLE =
            List.of("dev.llmdriver.cli.internal.Markdown.BULLET", "dev.llmdriver.http.Redactor.USER_AND_PASSWORD");

    /** So small that a pattern that goes a level deeper with each character does not get far. */
    private static final long STACK = 256 * 1024;

    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "\t",
            "a",
            "A",
            "0",
            "-",
            "_",
            ".",
            "/",
            "<",
            "[",
            "\"",
            "\\",
            ";",
            ",",
            "=",
            "&",
            "?",
            "`",
            "*",
            "#",
            "eyJ",
            "eyJaaaaaaaa",
            "hf_",
            "sk-",
            "bearer ",
            "Bearer a",
            "basic ",
            "authorization: ",
            "authorization:",
            "http://",
            "https://a:",
            "&a_",
            "?api_",
            "<script>",
            "<style ",
            "```\n",
            "```",
            "(ref: ",
            "r=0;",
            ", r=0 ",
            "models/",
            "model ",
            "limit: ",
            "retry in ",
            "must have less than ",
            "1h",
            "1.",
            "aaaaaaaa-");

    @Test
    void everyPatternIsLinear() throws Exception {
        Map<String, Pattern> patterns = patterns();
        List<String> slow = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(
                null, () -> patterns.forEach((name, pattern) -> slow.addAll(attack(name, pattern))), "regex", STACK);
        thread.start();
        thread.join();
        assertThat(patterns).hasSizeGreaterThan(60);
        for (String driver : List.of("gemini", "huggingface", "ollama")) {
            String rows = "dev.llmdriver." + driver + ".internal.error.ErrorRows '";
            assertThat(patterns.keySet()).anyMatch(name -> name.startsWith(rows));
        }
        assertThat(slow).isEmpty();
    }

    /** The check itself can fail: a well-known slow one, and one that goes deep. */
    @Test
    void slowOnesAreFound() {
        assertThat(attack("blanks", Pattern.compile("\\s+$"))).hasSize(1);
        assertThat(attack("nested", Pattern.compile("(?:[a-z]+-?)*x"))).hasSize(1);
    }

    private static List<String> attack(String name, Pattern pattern) {
        for (String text : attacks()) {
            long looks = looks(pattern, text, WHOLE.contains(name) || name.contains(WrittenPatterns.WHOLE));
            if (looks > LOOKS_PER_CHARACTER * text.length()) {
                return List.of(name + " looks " + looks + " times at '" + text.substring(0, 30) + "…'");
            }
        }
        return List.of();
    }

    private static List<String> attacks() {
        List<String> attacks = new ArrayList<>();
        for (String first : PIECES) {
            attacks.add(first.repeat(LENGTH / first.length()) + "!");
            attacks.add("```\n" + first.repeat(LENGTH / first.length()) + "!");
            attacks.add("&" + first.repeat(LENGTH / first.length()) + "!");
            attacks.add("a" + first.repeat(LENGTH / first.length()) + "\n!");
        }
        return attacks;
    }

    /** {@return how many characters were looked at} A stack that overflows is as bad as a loop. */
    private static long looks(Pattern pattern, String text, boolean whole) {
        Watched watched = new Watched(text);
        Matcher matcher = pattern.matcher(watched);
        try {
            boolean found = whole ? matcher.matches() : matcher.find();
            while (found && !whole) {
                found = matcher.find(); // as replaceAll goes on
            }
            return watched.looks;
        } catch (TooManyLooks | StackOverflowError endless) {
            return Long.MAX_VALUE;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Watched implements CharSequence {
        private final String text;
        private long looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    private static Map<String, Pattern> patterns() throws Exception {
        Map<String, Pattern> patterns = new TreeMap<>();
        for (Module module : Modules.published()) {
            if (module.name().equals("driver-testkit")) {
                continue; // matches what tests script
            }
            for (Path file : module.classFiles()) {
                String name = className(module.classes(), file, ".class");
                if (!name.endsWith("-info") && isForeign(name)) {
                    add(patterns, Class.forName(name, false, RegexTest.class.getClassLoader()));
                }
            }
            for (Path file : module.javaFiles()) {
                String name = className(module.sources(), file, ".java");
                if (isForeign(name)) {
                    patterns.putAll(WrittenPatterns.in(name, file));
                }
            }
        }
        return patterns;
    }

    private static String className(Path base, Path file, String suffix) {
        return base.relativize(file).toString().replace('/', '.').replace(suffix, "");
    }

    /** {@return whether it matches what others wrote} */
    private static boolean isForeign(String className) {
        String within = className.replaceFirst("dev\\.llmdriver\\.", "");
        return !OWN_TEXTS.contains(within) && !SHORT_TEXTS.contains(within);
    }

    private static void add(Map<String, Pattern> patterns, Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                patterns.put(type.getName() + "." + field.getName(), (Pattern) field.get(null));
            }
        }
    }
}
