package dev.llmdriver.http.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;

/**
 * Reads the JSON that providers usually send, one value after the other, without making anything but the strings that are asked for.
 * What is rare or wrong is {@link Unusual}, and Jackson decides. Not thread-safe.
 */
public final class QuickParser extends RareCalls {
    /** What takes fewer bytes, a sign among them, is an int. */
    private static final int ALWAYS_INT = 10;

    private static final int UNASKED = -2;

    private final Recurrence values = new Recurrence();
    private final Marks marks = new Marks();
    private TokenTable tokens = values.tokens();
    private int token = -1;
    /** Which gap the token is, as far as it was asked for. */
    private int gap = UNASKED;

    /** Makes a parser of nothing. */
    public QuickParser() {}

    /** Goes to the beginning of another value. */
    public void reset(byte[] of, int offset, int length) {
        values.read(of, offset, length);
        tokens = values.tokens();
        rewind();
    }

    private void rewind() {
        token = -1;
        _currToken = null;
    }

    /** {@return whether the value is the one that was read last, but for what was marked then or never asked for} */
    public boolean recurs() {
        return values.isRepeated() && marks.areKnown();
    }

    /** {@return how many gaps a value has that recurs} */
    public int gaps() {
        return values.gaps();
    }

    /** Goes to a gap, and {@return its mark; less than 0 if nobody asked for it} */
    public int goTo(int gap) {
        this.gap = gap;
        token = values.token(gap);
        _currToken = tokens.kind(token);
        return marks.of(gap);
    }

    /** Begins to read the value as a whole. */
    public void begin() {
        rewind();
        marks.clear();
    }

    /** Notes that what comes of the value depends on more than what is asked for. */
    public void giveUp() {
        marks.giveUp();
    }

    /** Marks what was just read. */
    public void mark(int mark) {
        marks.mark(gap(), mark);
    }

    /** Notes that the value was read as a whole and to its end. */
    public void settle() {
        if (values.isRepeated()) {
            marks.settle();
        }
    }

    /** {@return how many bytes the value takes} */
    public int length() {
        return values.placeAfter(tokens.count() - 1);
    }

    /** Forgets the bytes. */
    public void release() {
        values.release();
    }

    @Override
    public JsonToken nextToken() {
        token++;
        gap = UNASKED;
        if (token >= tokens.count()) {
            throw new Unusual(); // more than there is
        }
        JsonToken next = tokens.kind(token);
        _currToken = next;
        return next;
    }

    @Override
    public JsonParser skipChildren() {
        if (_currToken != JsonToken.START_OBJECT && _currToken != JsonToken.START_ARRAY) {
            return this;
        }
        int open = 1;
        while (open > 0) {
            JsonToken next = nextToken();
            open += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    @Override
    public JsonToken nextValue() {
        return nextToken() == JsonToken.FIELD_NAME ? nextToken() : _currToken;
    }

    @Override
    public String currentName() {
        if (_currToken != JsonToken.FIELD_NAME) {
            throw new Unusual();
        }
        return tokens.text(token);
    }

    @Override
    @Deprecated
    public String getCurrentName() {
        return currentName();
    }

    @Override
    public String getText() {
        if (_currToken != JsonToken.VALUE_STRING
                && _currToken != JsonToken.FIELD_NAME
                && _currToken != JsonToken.VALUE_NUMBER_INT) {
            throw new Unusual();
        }
        return values.text(token, asked());
    }

    @Override
    public NumberType getNumberType() {
        if (_currToken == JsonToken.VALUE_NUMBER_INT && values.length(token, asked()) < ALWAYS_INT) {
            return NumberType.INT; // which spares reading it twice
        }
        long number = getLongValue();
        return number == (int) number ? NumberType.INT : NumberType.LONG;
    }

    @Override
    public long getLongValue() {
        if (_currToken != JsonToken.VALUE_NUMBER_INT) {
            throw new Unusual();
        }
        return values.number(token, asked());
    }

    @Override
    public int getIntValue() {
        long number = getLongValue();
        if (number != (int) number) {
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
        return location(values.place(token));
    }

    @Override
    public JsonLocation currentLocation() {
        return location(values.placeAfter(token));
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

    /** {@return which gap the token is, after noting that its content counts} */
    private int asked() {
        int here = gap();
        if (here != Recurrence.NONE) {
            marks.ask(here);
        }
        return here;
    }

    private int gap() {
        if (gap == UNASKED) {
            gap = values.gapOf(token);
        }
        return gap;
    }

    private JsonLocation location(int place) {
        marks.giveUp();
        return new JsonLocation(ContentReference.unknown(), place, -1, -1, -1);
    }
}
