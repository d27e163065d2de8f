package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that providers usually send, one value after the other, without making anything but the strings that are asked for.
 * It never guesses: what is rare or wrong (deep nesting, long numbers, broken escapes, bytes that are no UTF-8, bad grammar) is
 * {@link Unusual}, and Jackson decides. Not thread-safe.
 */
public final class QuickParser extends RareCalls {
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
        AFTER_VALUE
    }

    private byte[] bytes = NOTHING;
    private int begin;
    private int end;
    private int position;
    private int tokenStart;
    private Next next = Next.VALUE;
    private int depth;
    /** A bit for each level: one for an object, zero for an array. */
    private long objects;

    private @Nullable String name;
    private int textEnd;
    /** Of a string that is not plain ASCII, which must be looked at whether or not it is asked for. */
    private @Nullable String text;

    private long number;

    /** Makes a parser of nothing. */
    public QuickParser() {}

    /** Goes to the beginning of another value. */
    public void reset(byte[] of, int offset, int length) {
        bytes = of;
        begin = offset;
        end = offset + length;
        position = offset;
        next = Next.VALUE;
        depth = 0;
        objects = 0;
        _currToken = null;
    }

    /** Forgets the bytes. */
    public void release() {
        reset(NOTHING, 0, 0);
    }

    @Override
    public JsonToken nextToken() {
        JsonToken token = token(skipBlanks());
        _currToken = token;
        return token;
    }

    private JsonToken token(byte b) {
        if (next == Next.AFTER_VALUE && b == ',') {
            position++;
            byte first = skipBlanks();
            return isInObject() ? fieldName(first) : value(first);
        }
        return switch (next) {
            case VALUE -> value(b);
            case FIRST_ELEMENT -> b == ']' ? close(b) : value(b);
            case FIRST_NAME -> b == '}' ? close(b) : fieldName(b);
            case AFTER_VALUE -> close(b);
        };
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
        throw new Unusual(); // it breaks off, or is asked for more than there is
    }

    private boolean isInObject() {
        if (depth == 0) {
            throw new Unusual(); // more than one value
        }
        return (objects & 1) != 0;
    }

    private JsonToken close(byte b) {
        boolean object = isInObject();
        if (b != (object ? '}' : ']')) {
            throw new Unusual();
        }
        tokenStart = position++;
        depth--;
        objects >>>= 1;
        next = Next.AFTER_VALUE;
        return object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    }

    private JsonToken open(boolean object) {
        if (++depth > DEEPEST) {
            throw new Unusual();
        }
        tokenStart = position++;
        objects = objects << 1 | (object ? 1 : 0);
        next = object ? Next.FIRST_NAME : Next.FIRST_ELEMENT;
        return object ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
    }

    private JsonToken fieldName(byte quote) {
        if (quote != '"') {
            throw new Unusual();
        }
        tokenStart = position;
        int i = position + 1;
        int hash = 0;
        while (i < end && bytes[i] != '"') {
            byte b = bytes[i++];
            if (b < ' ' || b == '\\') {
                throw new Unusual();
            }
            hash = hash * 31 + b;
        }
        name = Names.of(bytes, position + 1, i, hash);
        position = i + 1;
        if (skipBlanks() != ':') {
            throw new Unusual();
        }
        position++;
        next = Next.VALUE;
        return JsonToken.FIELD_NAME;
    }

    private JsonToken value(byte b) {
        return switch (b) {
            case '"' -> string();
            case '{' -> open(true);
            case '[' -> open(false);
            case 't' -> word(TRUE, JsonToken.VALUE_TRUE);
            case 'f' -> word(FALSE, JsonToken.VALUE_FALSE);
            case 'n' -> word(NULL, JsonToken.VALUE_NULL);
            default -> number();
        };
    }

    private JsonToken string() {
        int from = position + 1;
        int i = from;
        int all = 0;
        boolean escaped = false;
        while (i < end && bytes[i] != '"') {
            byte b = bytes[i++];
            all |= b;
            if (b == '\\') {
                escaped = true;
                i++;
            }
        }
        if (i >= end) {
            throw new Unusual();
        }
        tokenStart = position;
        textEnd = i;
        text = escaped ? Texts.unescaped(bytes, from, i) : all < 0 ? Texts.utf8(bytes, from, i) : null;
        position = i + 1;
        next = Next.AFTER_VALUE;
        return JsonToken.VALUE_STRING;
    }

    private JsonToken word(byte[] word, JsonToken token) {
        if (end - position <= word.length) {
            throw new Unusual();
        }
        for (int i = 1; i < word.length; i++) {
            if (bytes[position + i] != word[i]) {
                throw new Unusual();
            }
        }
        tokenStart = position;
        return ended(position + word.length, token);
    }

    /** A whole number of a decent length; a fraction is for Jackson. */
    private JsonToken number() {
        tokenStart = position;
        boolean negative = bytes[position] == '-';
        int first = position + (negative ? 1 : 0);
        int i = first;
        number = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            number = number * 10 + (bytes[i++] - '0');
        }
        int digits = i - first;
        if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && bytes[first] == '0')) {
            throw new Unusual();
        }
        number = negative ? -number : number;
        return ended(i, JsonToken.VALUE_NUMBER_INT);
    }

    /** A word or number is only known by what comes after it. */
    private JsonToken ended(int last, JsonToken token) {
        if (last >= end || depth == 0) {
            throw new Unusual();
        }
        byte b = bytes[last];
        if (b != ',' && b != '}' && b != ']' && b != ' ' && b != '\n' && b != '\r' && b != '\t') {
            throw new Unusual();
        }
        position = last;
        next = Next.AFTER_VALUE;
        return token;
    }

    @Override
    public JsonParser skipChildren() {
        if (_currToken != JsonToken.START_OBJECT && _currToken != JsonToken.START_ARRAY) {
            return this;
        }
        int outside = depth - 1;
        while (depth > outside) {
            nextToken();
        }
        return this;
    }

    @Override
    public JsonToken nextValue() {
        return nextToken() == JsonToken.FIELD_NAME ? nextToken() : _currToken;
    }

    @Override
    public String currentName() {
        if (name == null || _currToken != JsonToken.FIELD_NAME) {
            throw new Unusual();
        }
        return name;
    }

    @Override
    @Deprecated
    public String getCurrentName() {
        return currentName();
    }

    @Override
    public String getText() {
        if (_currToken == JsonToken.FIELD_NAME) {
            return currentName();
        }
        if (_currToken == JsonToken.VALUE_NUMBER_INT) {
            return ascii(tokenStart, position);
        }
        if (_currToken != JsonToken.VALUE_STRING) {
            throw new Unusual();
        }
        return text == null ? ascii(tokenStart + 1, textEnd) : text;
    }

    private String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public NumberType getNumberType() {
        return getLongValue() == (int) number ? NumberType.INT : NumberType.LONG;
    }

    @Override
    public long getLongValue() {
        if (_currToken != JsonToken.VALUE_NUMBER_INT) {
            throw new Unusual();
        }
        return number;
    }

    @Override
    public int getIntValue() {
        if (getNumberType() != NumberType.INT) {
            throw new Unusual();
        }
        return (int) number;
    }

    @Override
    public double getDoubleValue() {
        return getLongValue();
    }

    @Override
    public JsonLocation currentTokenLocation() {
        return location(tokenStart);
    }

    @Override
    public JsonLocation currentLocation() {
        return location(position);
    }

    @Override
    @Deprecated
    public JsonLocation getTokenLocation() {
        return currentTokenLocation();
    }

    @Override
    @Deprecated
    public JsonLocation getCurrentLocation() {
        return currentLocation();
    }

    private JsonLocation location(int place) {
        return new JsonLocation(ContentReference.unknown(), place - begin, -1, -1, -1);
    }
}
