package dev.llmdriver.http.internal;

import java.util.List;
import java.util.regex.Pattern;

/** Pieces of keys at the borders of texts that were cut, such as excerpts and the chunks of a stream. */
public final class CutKeys {
    /** What stands where a text was cut on purpose. */
    public static final char CUT = '\u2026';

    /** At the border of a text, which was perhaps not cut, less of a key is an accident, and of no use. */
    private static final int SHORTEST = 8;
    /** Where a text was cut for certain, more of what is there is a key's. */
    private static final int SHORTEST_AT_CUT = 4;

    /** Where texts were cut, they are shorter; whole ones have but two borders. */
    private static final int LONGEST_WITH_MARKS = 8192;

    /** So little of a key that only the cut behind it tells. */
    private static final Pattern BEGINNING = Pattern.compile("(?i)(?<![A-Za-z0-9_-])"
            + "(?:(?:hf_|sk-|gsk_|xox[abp]-|AIza|AQ\\.)[A-Za-z0-9_-]++|eyJ[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+)?+)(?="
            + CUT
            + ")");

    private static final Pattern BEHIND_SCHEME =
            Pattern.compile("(?i)\\b((?:bearer|basic)\\s++)[A-Z0-9+/._~-]++=*+(?=" + CUT + ")");
    private static final Pattern PASSWORD = Pattern.compile("(?i)(\\bhttps?://)[^/@\\s\"'<>:" + CUT
            + "]*+:(?![0-9]{0,5}" + CUT + ")[^/@\\s\"'<>" + CUT + "]++(?=" + CUT + ")");

    private CutKeys() {}

    /** {@return the text with a mask in place of what may be the beginning of any key, before an ellipsis} */
    public static String maskUnknown(String text, String mask) {
        if (text.indexOf(CUT) < 0) {
            return text;
        }
        String clean = BEGINNING.matcher(text).replaceAll(mask);
        clean = BEHIND_SCHEME.matcher(clean).replaceAll("$1" + mask);
        return PASSWORD.matcher(clean).replaceAll("$1" + mask);
    }

    /** {@return the text, with an ellipsis for its last character if it is as long as a text may be, for then it was cut} */
    public static String marked(String text, int bound) {
        return text.length() < bound ? text : text.substring(0, bound - 1) + CUT;
    }

    /**
     * Masks pieces of keys at a text's own borders and around an ellipsis.
     *
     * @param text what may be cut
     * @param forms the keys, in every form in which they may stand there
     * @param mask what to put in place of a piece
     * @return the text with a mask in place of the beginning or end of a key
     */
    public static String mask(String text, List<String> forms, String mask) {
        if (forms.isEmpty() || text.length() > LONGEST_WITH_MARKS || text.indexOf(CUT) < 0) {
            return borders(text, forms, SHORTEST, SHORTEST, mask);
        }
        StringBuilder masked = new StringBuilder();
        int shortest = SHORTEST;
        int from = 0;
        for (int cut = text.indexOf(CUT); cut >= 0; cut = text.indexOf(CUT, from)) {
            masked.append(borders(text.substring(from, cut), forms, shortest, SHORTEST_AT_CUT, mask))
                    .append(CUT);
            shortest = SHORTEST_AT_CUT;
            from = cut + 1;
        }
        return masked.append(borders(text.substring(from), forms, shortest, SHORTEST, mask))
                .toString();
    }

    private static String borders(String text, List<String> forms, int atStart, int atEnd, String mask) {
        String clean = text;
        for (String form : forms) {
            if (clean.length() >= SHORTEST && form.contains(clean)) {
                return mask;
            }
            int end = overlap(clean, form, atEnd, true);
            clean = end == 0 ? clean : clean.substring(0, clean.length() - end) + mask;
            int start = overlap(clean, form, atStart, false);
            clean = start == 0 ? clean : mask + clean.substring(start);
        }
        return clean;
    }

    /** {@return how much of the key's beginning is the text's end, or of its end the text's beginning} */
    private static int overlap(String text, String key, int shortest, boolean atEnd) {
        for (int length = Math.min(key.length() - 1, text.length()); length >= shortest; length--) {
            int inText = atEnd ? text.length() - length : 0;
            int inKey = atEnd ? 0 : key.length() - length;
            if (text.regionMatches(inText, key, inKey, length)) {
                return length;
            }
        }
        return 0;
    }
}
