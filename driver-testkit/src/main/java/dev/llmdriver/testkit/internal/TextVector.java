package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Vectors that are the same for the same text, and near for texts that share words. */
final class TextVector {
    /** How long a vector is if nobody says. */
    static final int DIMENSIONS = 32;

    private static final Pattern WORD = Pattern.compile("\\w+");

    private TextVector() {}

    /** Each word points somewhere; a text is the sum of its words, of length one. */
    static ArrayNode of(String text, int dimensions) {
        double[] sum = new double[dimensions];
        sum[0] = 0.01; // an empty text has a direction too
        String folded = text.toLowerCase(Locale.ROOT);
        Matcher words = WORD.matcher(folded); // a text of each would be many times as much as the whole
        while (words.find()) {
            int hash = hash(folded, words.start(), words.end());
            for (int i = 0; i < dimensions; i++) {
                hash = hash * 1_103_515_245 + 12_345;
                sum[i] += (hash >> 16) / 32_768.0;
            }
        }
        double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
        ArrayNode vector = Json.array();
        for (double x : sum) {
            vector.add((float) (x / length));
        }
        return vector;
    }

    /** {@return the hash that this part would have as a text} */
    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
