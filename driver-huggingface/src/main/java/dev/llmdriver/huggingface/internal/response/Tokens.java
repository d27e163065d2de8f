package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads values whose type servers do not agree on; what does not fit is skipped, never an error. */
final class Tokens {
    /** Beyond this a decimal is not exact, and nobody will ever count so many tokens. */
    private static final long MOST = 1L << 53;

    private Tokens() {}

    /** {@return the text of a string or number; null for anything else, which is skipped} */
    static @Nullable String text(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    /** {@return a string; null for anything else, which is skipped} */
    static @Nullable String string(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    /** {@return a count; null for anything that is none, seeds beyond a long among them} */
    static @Nullable Long count(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = in.getDoubleValue();
            return Math.abs(value) <= MOST ? Long.valueOf(Math.round(value)) : null;
        }
        in.skipChildren();
        return null;
    }
}
