package dev.llmdriver.http.internal;

import java.util.List;

/** Pieces of keys at the borders of texts that were cut, such as excerpts and the chunks of a stream. */
public final class CutKeys {
    /** Less of a key is an accident, and of no use. */
    private static final int SHORTEST = 8;

    /** Where texts were cut, they are shorter; whole ones have but two borders. */
    private static final int LONGEST_WITH_MARKS = 8192;

    private static final char CUT = '\u2026';

    private CutKeys() {}

    /** {@return the text with a mask in place of the beginning or end of a key at its own borders and around an ellipsis} */
    public static String mask(String text, List<String> keys, String mask) {
        if (keys.isEmpty() || text.length() > LONGEST_WITH_MARKS || text.indexOf(CUT) < 0) {
            return borders(text, keys, mask);
        }
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int cut = text.indexOf(CUT); cut >= 0; cut = text.indexOf(CUT, from)) {
            masked.append(borders(text.substring(from, cut), keys, mask)).append(CUT);
            from = cut + 1;
        }
        return masked.append(borders(text.substring(from), keys, mask)).toString();
    }

    private static String borders(String text, List<String> keys, String mask) {
        String clean = text;
        for (String key : keys) {
            int atEnd = overlap(clean, key, true);
            clean = atEnd == 0 ? clean : clean.substring(0, clean.length() - atEnd) + mask;
            int atStart = overlap(clean, key, false);
            clean = atStart == 0 ? clean : mask + clean.substring(atStart);
        }
        return clean;
    }

    /** {@return how much of the key's beginning is the text's end, or of its end the text's beginning} */
    private static int overlap(String text, String key, boolean atEnd) {
        for (int length = Math.min(key.length() - 1, text.length()); length >= SHORTEST; length--) {
            int inText = atEnd ? text.length() - length : 0;
            int inKey = atEnd ? 0 : key.length() - length;
            if (text.regionMatches(inText, key, inKey, length)) {
                return length;
            }
        }
        return 0;
    }
}
