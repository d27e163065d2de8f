package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Reads values of JSON that somebody wrote by hand. What is of another type is an {@link IllegalArgumentException} that says so. */
final class JsonValues {
    private JsonValues() {}

    static String text(JsonNode value) {
        return expect(value, value.isTextual(), "a text").textValue();
    }

    static double number(JsonNode value) {
        return expect(value, value.isNumber(), "a number").doubleValue();
    }

    /** {@return a whole number, however large} */
    static BigInteger whole(JsonNode value) {
        return expect(value, value.isIntegralNumber(), "a whole number").bigIntegerValue();
    }

    static boolean flag(JsonNode value) {
        return expect(value, value.isBoolean(), "true or false").booleanValue();
    }

    /** {@return the elements of a list} */
    static List<JsonNode> list(JsonNode value) {
        return StreamSupport.stream(expect(value, value.isArray(), "a list").spliterator(), false)
                .toList();
    }

    /** {@return the value, which is an object} */
    static JsonNode object(JsonNode value) {
        return expect(value, value.isObject(), "an object");
    }

    /** What stands there instead may be long or private, so only its type is told. */
    private static JsonNode expect(JsonNode value, boolean fits, String expected) {
        if (!fits) {
            throw new IllegalArgumentException("expected " + expected + ", but got "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return value;
    }
}
