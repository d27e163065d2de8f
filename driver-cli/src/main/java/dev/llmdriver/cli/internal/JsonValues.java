package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads values of JSON that somebody wrote by hand. What is of another type is an {@link IllegalArgumentException} that says so. */
final class JsonValues {
    /** A schema goes on with the numbers that were written. Two values are two wishes, of which one would be lost. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonValues() {}

    /** {@return the one value of a text, its numbers digit by digit as they stand there} */
    static JsonNode tree(String text) throws JsonProcessingException {
        try {
            return MAPPER.readTree(text);
        } catch (MismatchedInputException trailing) {
            throw new JsonParseException(null, "it goes on after its end", trailing.getLocation());
        } catch (NumberFormatException beyond) { // Jackson lets this one through
            throw new JsonParseException(null, "it holds a number with an exponent that is out of range", beyond);
        }
    }

    /** {@return the fields of an object as Java's own lists, maps and values} */
    static Map<String, Object> fields(JsonNode object) {
        return MAPPER.convertValue(object(object), new TypeReference<Map<String, Object>>() {});
    }

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
