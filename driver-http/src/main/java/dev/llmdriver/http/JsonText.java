package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** Copies JSON that the caller wrote as text, such as a schema, into a request, so that a slip in it shows here and not as a 400. */
public final class JsonText {
    private static final String HUGE = "a number in it is too large";

    private JsonText() {}

    /**
     * Writes a JSON text as one value.
     *
     * @param out where to
     * @param json one JSON value of any kind
     * @param what how the value is called in an error, such as {@code the schema of the tool weather}
     * @throws dev.llmdriver.error.InvalidRequestException if it is not exactly one JSON value; quotes nothing of it
     * @throws IOException if nothing can be written to the generator
     */
    public static void copy(JsonGenerator out, String json, String what) throws IOException {
        try (JsonParser in = Json.factory().createParser(json)) {
            if (in.nextToken() == null) {
                throw broken(what, "it is empty");
            }
            copyValue(out, in);
            if (in.nextToken() != null) {
                throw broken(what, "something follows the JSON value");
            }
        } catch (JsonProcessingException malformed) {
            throw broken(what, where(malformed));
        } catch (NumberFormatException huge) {
            throw broken(what, HUGE);
        }
    }

    /** Numbers with a point or an exponent stay as they are written: Jackson would make 1 of 1e0, which is of another type to some readers. */
    static void copyValue(JsonGenerator out, JsonParser in) throws IOException {
        int depth = 0;
        do {
            JsonToken token = in.currentToken();
            if (token == JsonToken.VALUE_NUMBER_FLOAT && !in.isNaN()) {
                BigDecimal unused = in.getDecimalValue(); // refuses what is too large
                out.writeNumber(in.getText());
            } else {
                out.copyCurrentEventExact(in);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && in.nextToken() != null);
    }

    /** With all digits that numbers have. */
    static JsonNode exactTree(byte[] json) throws IOException {
        return Json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .readTree(json);
    }

    /**
     * Reads a JSON text as one value, its numbers digit by digit as they stand there.
     *
     * @param json one JSON value of any kind
     * @param what how the value is called in an error
     * @return its tree
     * @throws dev.llmdriver.error.InvalidRequestException if it is not exactly one JSON value; quotes nothing of it
     */
    public static JsonNode tree(String json, String what) {
        byte[] copied = Json.bytes(out -> copy(out, json, what));
        try {
            return exactTree(copied);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
    }

    /** Jackson's own words quote what they stumbled over. */
    private static String where(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        if (at == null) {
            return HUGE;
        }
        return (malformed instanceof JsonEOFException ? "it ends too early, at line " : "see line ") + at.getLineNr()
                + ", column " + at.getColumnNr();
    }

    private static LlmException broken(String what, String why) {
        return LlmException.builder(ErrorKind.INVALID_REQUEST, what + " is not valid JSON: " + why)
                .reason("malformed_json")
                .phase(Phase.BUILD)
                .build();
    }
}
