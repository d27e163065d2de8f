package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tokens of one JSON value, in their order, and where each stands. Not thread-safe. */
final class TokenTable {
    /** What has more is no chunk of a stream, and Jackson reads it as well. */
    private static final int MOST = 1024;

    /** Most pieces of an answer have 20 to 30 tokens, and every open stream has a table. */
    private static final int FIRST = 32;

    private static final byte[] NOTHING = {};

    private JsonToken[] kinds = new JsonToken[FIRST];
    /** From where the value begins; what is further away than a char can say is left to Jackson, too. */
    private char[] starts = new char[FIRST];

    private char[] ends = new char[FIRST];
    private @Nullable String[] texts = new String[FIRST];
    private int count;

    /** What starts and ends count in. */
    private byte[] bytes = NOTHING;
    /** Where the value begins. */
    private int begin;

    /** Forgets all tokens. */
    void clear(byte[] of, int beginning) {
        Arrays.fill(texts, 0, count, null);
        count = 0;
        bytes = of;
        begin = beginning;
    }

    /**
     * Adds a token.
     *
     * @param start of what counts: inside of the quotes of a string
     * @param end after it
     * @param text if it is known already
     */
    void add(JsonToken kind, int start, int end, @Nullable String text) {
        if (end - begin > Character.MAX_VALUE) {
            throw new Unusual();
        }
        if (count == kinds.length) {
            grow();
        }
        kinds[count] = kind;
        starts[count] = (char) (start - begin);
        ends[count] = (char) (end - begin);
        texts[count++] = text;
    }

    private void grow() {
        if (count == MOST) {
            throw new Unusual();
        }
        int size = 2 * count;
        kinds = Arrays.copyOf(kinds, size);
        starts = Arrays.copyOf(starts, size);
        ends = Arrays.copyOf(ends, size);
        texts = Arrays.copyOf(texts, size);
    }

    int count() {
        return count;
    }

    JsonToken kind(int token) {
        return kinds[token];
    }

    int start(int token) {
        return begin + starts[token];
    }

    int end(int token) {
        return begin + ends[token];
    }

    int length(int token) {
        return ends[token] - starts[token];
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return how far from the value's beginning a token begins, with its quote} */
    int place(int token) {
        return starts[token] - (isQuoted(token) ? 1 : 0);
    }

    /** {@return how far from the value's beginning the byte after a token is} */
    int placeAfter(int token) {
        return ends[token] + (isQuoted(token) ? 1 : 0);
    }

    private boolean isQuoted(int token) {
        return kinds[token] == JsonToken.VALUE_STRING || kinds[token] == JsonToken.FIELD_NAME;
    }

    /** {@return the text of a string, name or number, made when it is first asked for} */
    String text(int token) {
        String text = texts[token];
        if (text == null) {
            text = new String(bytes, start(token), length(token), StandardCharsets.ISO_8859_1);
            texts[token] = text;
        }
        return text;
    }

    /** Lets go of a text that nobody asks for again. */
    void forgetText(int token) {
        texts[token] = null;
    }

    /** {@return whether both have the same tokens but for the contents of strings and numbers} */
    boolean isLike(TokenTable other) {
        if (count != other.count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (kinds[i] != other.kinds[i] || (kinds[i] == JsonToken.FIELD_NAME && !sameContent(i, other))) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether a token's content is the same in both} */
    boolean sameContent(int token, TokenTable other) {
        return Arrays.equals(bytes, start(token), end(token), other.bytes, other.start(token), other.end(token));
    }
}
