package dev.llmdriver.benchmarks;

import java.util.List;

/** The text that the server sends: escapes, UTF-8 of 2, 3 and 4 bytes, leading blanks, newlines, in a cycle of 64. */
public final class Tokens {
    /** Token i of an answer is {@code CYCLE.get(i % 64)}. */
    public static final List<String> CYCLE = List.of(
            ("The| quick| brown| fox| jumps| over| the| lazy| dog|.| It| said|:| \"|Hello|\"| and| then| went| on| to| explain"
                            + "| asynchronous| programming|,| event| loops| &| back|pressure|!|\n\n|##| Summary|\n|-| first| item|\n|-"
                            + "| second| item| caf\u00e9| na\u00efve| \u4e2d\u6587| \ud83d\ude00| <tag>| a\\b| 1|2|3| %| ${x}| {|}| [|]"
                            + "| end| of| para|graph|.| Next| one")
                    .split("\\|"));

    /** How many sorts of whole answers there are, which come in turns: no two answers of a provider are the same. */
    public static final int VARIANTS = 8;

    private static final long START = 7;

    private Tokens() {}

    /** {@return the token at a place} */
    public static String at(long index) {
        return CYCLE.get((int) (index % CYCLE.size()));
    }

    /** {@return the text of an answer of so many tokens} */
    public static String text(int count) {
        return text(count, 0);
    }

    /** {@return the text of a whole answer, which begins elsewhere in the cycle in each variant} */
    public static String text(int count, int variant) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(at((long) i + variant * (CYCLE.size() / VARIANTS)));
        }
        return text.toString();
    }

    /** {@return the hash of no text yet} */
    public static long hash() {
        return START;
    }

    /** {@return the hash of all before with this text behind it; pieces may be cut anywhere} */
    public static long hash(long before, String text) {
        long hash = before;
        for (int i = 0, length = text.length(); i < length; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }
}
