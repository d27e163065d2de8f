package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads values; what is of another type than expected is skipped, never an error. */
final class Tokens {
    /** More tokens than anybody will ever count, and few enough to be added up. */
    private static final long MOST = 1L << 53;

    private Tokens() {}

    /** {@return a string that is not empty; null for anything else, which is skipped} */
    static @Nullable String word(JsonParser in) throws IOException {
        String text = string(in);
        return text == null || text.isEmpty() ? null : text;
    }

    /** {@return a word, or a number as text; null for anything else, and for the 0 that stands for none} */
    static @Nullable String wordOrNumber(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getText().equals("0") ? null : in.getText();
        }
        return word(in);
    }

    /** {@return a string; null for anything else, which is skipped} */
    static @Nullable String string(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    /** {@return whether it is true; anything else is false and skipped} */
    static boolean flag(JsonParser in) throws IOException {
        in.skipChildren();
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** {@return a count, as a number or, as Protobuf writes 64 bits, a string of digits; -1 for anything else, which is skipped} */
    static long count(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) { // some relays make decimals of all numbers
            double number = in.getDoubleValue();
            return number >= 0 && number <= MOST && number == Math.rint(number) ? (long) number : -1;
        }
        boolean fits = in.currentToken() == JsonToken.VALUE_STRING
                || (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
        long count = fits ? in.getValueAsLong(-1) : -1;
        in.skipChildren();
        return count > MOST ? -1 : count;
    }
}
