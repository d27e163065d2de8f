package dev.llmdriver.server.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads bodies of requests. What is wrong with one is told by its place, for its contents are nobody's but the caller's. */
public final class JsonBody {
    private static final int DEEPEST = 200;
    /**
     * Names, values and brackets: far more than anybody says. Each becomes an object, and many that are next to nothing are thirty times
     * as large as the body that was counted.
     */
    private static final int MOST = 500_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE) // the body is bounded
                            .maxTokenCount(MOST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A schema goes on with the numbers that were written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonBody() {}

    /** {@return whether a header announces JSON} */
    public static boolean isAnnounced(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.toLowerCase(Locale.ROOT).replaceFirst(";.*", "");
        return type.strip().equals("application/json");
    }

    /**
     * Reads a body.
     *
     * @throws Refusal if it is no JSON object
     */
    public static ObjectNode read(byte[] body) {
        JsonNode root = parse(body);
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.of(400, "The body must be a JSON object.");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonParseException malformed) {
            throw Refusal.of(400, "The body is not JSON" + at(malformed.getLocation()) + ".");
        } catch (JsonProcessingException limit) {
            throw Refusal.of(
                    400,
                    "The body cannot be read" + at(limit.getLocation()) + ": it goes deeper than " + DEEPEST
                            + " levels, has more than " + MOST
                            + " names, values and brackets, holds a number without end, or goes on after its end.");
        } catch (IOException unreadable) {
            throw Refusal.of(400, "The body is not text in UTF-8.");
        } catch (NumberFormatException beyond) { // Jackson lets this one through
            throw Refusal.of(400, "The body holds a number with an exponent that is out of range.");
        }
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
