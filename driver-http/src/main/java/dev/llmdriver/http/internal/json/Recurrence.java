package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens of values that are nearly the same one after the other, as a stream's are: only a text, a time or a count differs.
 * What differed once is a gap; what stands between the gaps is compared as a whole, and only the gaps are scanned. Equal bytes before
 * a gap have led to the same place in the grammar, so the tokens are those that a scan of everything would find. Not thread-safe.
 */
final class Recurrence {
    /** Longer values are scanned each time, and not kept. */
    private static final int LONGEST = 4096;

    /** How many bytes more than needed are kept at most, for the next value may be a little longer; one less than a power of two. */
    private static final int SLACK = 63;

    static final int NONE = -1;
    private static final byte[] NOTHING = {};

    private final Scanner scanner = new Scanner();
    private TokenTable tokens = new TokenTable();
    private @Nullable TokenTable last;
    private byte[] kept = NOTHING;
    private byte[] lastKept = NOTHING;
    private boolean isKept;
    private boolean begun;

    /** The tokens whose content differs, in their order; the table has what they were in the value that is kept. */
    private int[] gaps = new int[4];

    /** Where they are in the present value, if that was not scanned as a whole. */
    private int[] starts = new int[4];

    private int[] ends = new int[4];
    private @Nullable String[] texts = new String[4];
    private int count;

    private boolean isRepeated;
    private byte[] bytes = NOTHING;
    private int begin;

    /** Goes to the value that comes next. */
    void read(byte[] of, int offset, int length) {
        bytes = of;
        begin = offset;
        isRepeated = isKept && recurs(offset + length);
        if (!isRepeated) {
            learn(of, offset, length);
        } else if (last != null) {
            settle();
        }
    }

    /** What repeats once most often goes on to, and thousands of streams may be open at once. */
    private void settle() {
        last = null;
        lastKept = NOTHING;
        for (int gap = 0; gap < count; gap++) {
            tokens.forgetText(gaps[gap]);
        }
    }

    /** Forgets the present value's bytes. */
    void release() {
        bytes = NOTHING;
        scanner.release();
        Arrays.fill(texts, 0, count, null); // of any length, and whole answers' parsers are kept
        if (!isKept) {
            tokens.clear(NOTHING, 0);
        }
    }

    /** {@return whether the present value is one that was read before, but for its gaps} */
    boolean isRepeated() {
        return isRepeated;
    }

    /** {@return how many gaps there are, if it is repeated} */
    int gaps() {
        return count;
    }

    /** {@return the token that is a gap} */
    int token(int gap) {
        return gaps[gap];
    }

    /** {@return the present value's tokens} What they hold is asked for here. */
    TokenTable tokens() {
        return tokens;
    }

    /** {@return the text of a string, name or number, made when it is first asked for} */
    String text(int token, int gap) {
        if (gap == NONE) {
            return tokens.text(token);
        }
        String text = texts[gap];
        if (text == null) {
            text = new String(bytes, starts[gap], ends[gap] - starts[gap], StandardCharsets.ISO_8859_1);
            texts[gap] = text;
        }
        return text;
    }

    /** {@return a whole number's value} */
    long number(int token, int gap) {
        return gap == NONE
                ? Scanner.number(tokens.bytes(), tokens.start(token), tokens.end(token))
                : Scanner.number(bytes, starts[gap], ends[gap]);
    }

    /** {@return how many bytes a token's content takes} */
    int length(int token, int gap) {
        return gap == NONE ? tokens.length(token) : ends[gap] - starts[gap];
    }

    /** {@return how far from the value's beginning a token begins} */
    int place(int token) {
        return tokens.place(token) + growthBefore(token);
    }

    /** {@return how far from the value's beginning a token has ended} */
    int placeAfter(int token) {
        return tokens.placeAfter(token) + growthBefore(token + 1);
    }

    private int growthBefore(int token) {
        int growth = 0;
        for (int gap = 0; isRepeated && gap < count && gaps[gap] < token; gap++) {
            growth += ends[gap] - starts[gap] - tokens.length(gaps[gap]);
        }
        return growth;
    }

    /** {@return which gap a token is, if the value is repeated; none if its content is the same each time} */
    int gapOf(int token) {
        for (int gap = 0; isRepeated && gap < count; gap++) {
            if (gaps[gap] == token) {
                return gap;
            }
        }
        return NONE;
    }

    /** {@return whether the value is the last one but for the gaps, which are then known} */
    private boolean recurs(int end) {
        int from = 0;
        int position = begin;
        for (int gap = 0; gap < count; gap++) {
            int same = tokens.start(gaps[gap]) - from;
            if (!isSame(from, same, position, end)) {
                return false;
            }
            position += same;
            starts[gap] = position;
            position = scan(gap, position, end);
            if (position == NONE) {
                return false;
            }
            ends[gap] = position;
            from = tokens.end(gaps[gap]);
        }
        int rest = tokens.placeAfter(tokens.count() - 1) - from;
        return isSame(from, rest, position, end);
    }

    private boolean isSame(int from, int length, int position, int end) {
        return length <= end - position && Arrays.equals(kept, from, from + length, bytes, position, position + length);
    }

    private int scan(int gap, int position, int end) {
        scanner.reset(bytes, position, end - position);
        try {
            if (tokens.kind(gaps[gap]) == JsonToken.VALUE_STRING) {
                texts[gap] = scanner.string();
            } else {
                texts[gap] = null;
                scanner.number();
            }
            return scanner.position();
        } catch (Unusual other) {
            return NONE;
        }
    }

    /** Scans all of it. The first value is not kept: a stream's begins it and is like no other, or there is no other. */
    private void learn(byte[] of, int offset, int length) {
        boolean hasLast = isKept;
        if (hasLast) {
            swap();
        }
        isKept = false; // for this may be broken off
        boolean keep = begun && length <= LONGEST;
        begun = true;
        if (keep) {
            kept = kept.length < length ? new byte[(length | SLACK) + 1] : kept;
            System.arraycopy(of, offset, kept, 0, length);
        }
        byte[] scanned = keep ? kept : of;
        int from = keep ? 0 : offset;
        tokens.clear(scanned, from);
        scanner.reset(scanned, from, length);
        scanner.value(tokens);
        findGaps(hasLast && keep ? last : null);
        isKept = keep;
    }

    private void swap() {
        TokenTable spare = last == null ? new TokenTable() : last;
        last = tokens;
        tokens = spare;
        byte[] ofLast = kept;
        kept = lastKept;
        lastKept = ofLast;
    }

    /** Gaps stay gaps, whether or not they differ this time. */
    private void findGaps(@Nullable TokenTable before) {
        boolean isLike = before != null && tokens.isLike(before);
        int[] known = Arrays.copyOf(gaps, isLike ? count : 0);
        count = 0;
        for (int token = 0; before != null && isLike && token < tokens.count(); token++) {
            if (Arrays.binarySearch(known, token) >= 0 || !tokens.sameContent(token, before)) {
                addGap(token);
            }
        }
    }

    private void addGap(int token) {
        if (count == gaps.length) {
            gaps = Arrays.copyOf(gaps, 2 * count);
            starts = new int[2 * count];
            ends = new int[2 * count];
            texts = new String[2 * count];
        }
        gaps[count++] = token;
    }
}
