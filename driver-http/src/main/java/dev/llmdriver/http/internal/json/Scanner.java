package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens of the JSON that providers usually send. It never guesses: what is rare or wrong (deep nesting, long numbers and
 * fractions, broken escapes, bytes that are no UTF-8, bad grammar) is {@link Unusual}. Not thread-safe.
 */
final class Scanner {
    private static final byte[] NOTHING = {};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int DEEPEST = 60;
    private static final int MOST_DIGITS = 18;

    /** What may come next. */
    private enum Next {
        VALUE,
        FIRST_ELEMENT,
        FIRST_NAME,
        NAME,
        AFTER_VALUE
    }

    private byte[] bytes = NOTHING;
    private int end;
    private int position;
    private Next next = Next.VALUE;
    private int depth;
    /** All bytes of a name or text at once: one that is not ASCII leaves its highest bit. */
    private long seen;
    /** A bit for each level: one for an object, zero for an array. */
    private long objects;

    /** Goes to some bytes. */
    void reset(byte[] of, int offset, int length) {
        bytes = of;
        position = offset;
        end = offset + length;
        next = Next.VALUE;
        depth = 0;
        objects = 0;
    }

    /** Forgets the bytes. */
    void release() {
        bytes = NOTHING;
    }

    /** {@return the place after what was scanned last} */
    int position() {
        return position;
    }

    /** Finds the tokens of the value that comes next; what follows it is not looked at. */
    void value(TokenTable into) {
        do {
            token(skipBlanks(), into);
        } while (depth > 0);
    }

    /**
     * Goes on by one token. All of it stands in one method, so that it has more than 325 bytes of code, which is what HotSpot takes at
     * most into those that call it ({@code FreqInlineSize}): what runs a few times a stream would otherwise be compiled anew into
     * each of up to seven methods between a line and its tokens.
     */
    private void token(byte b, TokenTable into) {
        byte first = b;
        if (next == Next.AFTER_VALUE && b == ',') {
            position++;
            first = skipBlanks();
            next = isInObject() ? Next.NAME : Next.VALUE;
        } else if (next == Next.FIRST_ELEMENT && b != ']') {
            next = Next.VALUE;
        } else if (next == Next.FIRST_NAME && b != '}') {
            next = Next.NAME;
        }
        int from = position;
        switch (next) {
            case NAME -> fieldName(first, into);
            case VALUE -> {
                switch (first) {
                    case '"' -> {
                        position++;
                        String text = string();
                        into.add(JsonToken.VALUE_STRING, from + 1, position, text);
                        position++;
                        next = Next.AFTER_VALUE;
                    }
                    case '{', '[' -> open(first == '{', into);
                    case 't' -> word(TRUE, JsonToken.VALUE_TRUE, into);
                    case 'f' -> word(FALSE, JsonToken.VALUE_FALSE, into);
                    case 'n' -> word(NULL, JsonToken.VALUE_NULL, into);
                    default -> {
                        number();
                        ended(from, JsonToken.VALUE_NUMBER_INT, into);
                    }
                }
            }
            default -> close(first, into);
        }
    }

    /** {@return the next byte of weight, at which the position is then} */
    private byte skipBlanks() {
        while (position < end) {
            byte b = bytes[position];
            if (b > ' ' || b < 0 || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b;
            }
            position++;
        }
        throw new Unusual(); // it breaks off
    }

    private boolean isInObject() {
        return (objects & 1) != 0;
    }

    private void close(byte b, TokenTable into) {
        boolean object = isInObject();
        if (b != (object ? '}' : ']')) {
            throw new Unusual();
        }
        depth--;
        objects >>>= 1;
        next = Next.AFTER_VALUE;
        mark(object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY, into);
    }

    private void open(boolean object, TokenTable into) {
        if (++depth > DEEPEST) {
            throw new Unusual();
        }
        objects = objects << 1 | (object ? 1 : 0);
        next = object ? Next.FIRST_NAME : Next.FIRST_ELEMENT;
        mark(object ? JsonToken.START_OBJECT : JsonToken.START_ARRAY, into);
    }

    private void mark(JsonToken token, TokenTable into) {
        into.add(token, position, position + 1, null);
        position++;
    }

    private void fieldName(byte quote, TokenTable into) {
        if (quote != '"') {
            throw new Unusual();
        }
        int from = position + 1;
        seen = 0;
        int i = endOfPlain(from);
        if (i >= end || bytes[i] != '"' || !Words.isAscii(seen)) {
            throw new Unusual();
        }
        position = i + 1;
        if (skipBlanks() != ':') {
            throw new Unusual();
        }
        position++;
        next = Next.VALUE;
        into.add(JsonToken.FIELD_NAME, from, i, Names.of(bytes, from, i));
    }

    /**
     * Goes from the first byte of a string's content to its closing quote.
     *
     * @return its text; null if it is plain ASCII
     */
    @Nullable
    String string() {
        int from = position;
        seen = 0;
        int i = endOfPlain(from);
        boolean escaped = false;
        while (i < end && bytes[i] == '\\') {
            escaped = true;
            i = endOfPlain(i + 2);
        }
        if (i >= end) {
            throw new Unusual();
        }
        position = i;
        if (escaped) {
            return Texts.unescaped(bytes, from, i);
        }
        return Words.isAscii(seen) ? null : Texts.utf8(bytes, from, i);
    }

    /** {@return where the next quote or backslash is, or the end; what stands before it is added to what was seen} */
    private int endOfPlain(int from) {
        int i = from;
        while (i <= end - Words.SIZE) {
            long word = Words.at(bytes, i);
            long marks = Words.marks(word, '"') | Words.marks(word, '\\');
            if (marks != 0) {
                int before = Words.first(marks);
                seen |= Words.firstBytes(word, before);
                return i + before;
            }
            seen |= word;
            i += Words.SIZE;
        }
        while (i < end && bytes[i] != '"' && bytes[i] != '\\') {
            seen |= bytes[i++];
        }
        return i;
    }

    /** Goes to the end of a whole number of a decent length. */
    void number() {
        int first = position < end && bytes[position] == '-' ? position + 1 : position;
        int i = first;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        int digits = i - first;
        if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && bytes[first] == '0')) {
            throw new Unusual();
        }
        position = i;
    }

    /** {@return the value of a whole number that was found to be one} */
    static long number(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long number = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return negative ? -number : number;
    }

    private void word(byte[] word, JsonToken token, TokenTable into) {
        int from = position;
        if (end - from <= word.length) {
            throw new Unusual();
        }
        for (int i = 1; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                throw new Unusual();
            }
        }
        position = from + word.length;
        ended(from, token, into);
    }

    /** A word or number is only known by what comes after it. */
    private void ended(int from, JsonToken token, TokenTable into) {
        if (position >= end || depth == 0) {
            throw new Unusual();
        }
        byte b = bytes[position];
        if (b != ',' && b != '}' && b != ']' && b != ' ' && b != '\n' && b != '\r' && b != '\t') {
            throw new Unusual();
        }
        into.add(token, from, position, null);
        next = Next.AFTER_VALUE;
    }
}
