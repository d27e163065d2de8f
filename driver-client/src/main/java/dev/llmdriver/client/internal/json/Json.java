package dev.llmdriver.client.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The shared mapper, and reading and writing with errors that can be told to a model. */
public final class Json {
    private static final int DEPTH = 200;

    /** Reads and writes JSON; times as ISO texts. Thread-safe. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(limited())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    /** Keeps every digit of a decimal, and its zeros, for those who want them. */
    private static final ObjectReader TREES = MAPPER.reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private Json() {}

    /** What goes down with every level, such as the check by a schema, needs more stack for each than the parser. */
    private static JsonFactory limited() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                .build();
    }

    /** {@return the text as a tree} */
    public static JsonNode parse(String text) throws BadJson {
        try {
            JsonNode tree = TREES.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw new BadJson("there is no JSON, the text is empty");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            throw new BadJson("not well-formed JSON" + place(malformed) + ": " + malformed.getOriginalMessage());
        } catch (NumberFormatException beyond) { // Jackson lets this one through
            throw new BadJson("a number in it is too large, or too near to zero");
        }
    }

    private static String place(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? ""
                : " at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }

    /** {@return the tree as a value of a Java type} */
    public static @Nullable Object convert(JsonNode tree, Type type) throws BadJson {
        try {
            // Not of the tree itself, whose decimals would come into a Map of anything as what they are there.
            return MAPPER.readerFor(MAPPER.constructType(type)).readValue(tree.toString());
        } catch (JsonMappingException mismatch) {
            throw new BadJson(pointer(mismatch) + ": " + problem(mismatch));
        } catch (IOException unreadable) {
            throw new BadJson(String.valueOf(unreadable.getMessage()));
        }
    }

    /** What a constructor refuses is said in its own words. */
    private static String problem(JsonMappingException mismatch) {
        Throwable cause = mismatch instanceof ValueInstantiationException ? mismatch.getCause() : null;
        String words = cause == null ? null : cause.getMessage();
        return words == null ? mismatch.getOriginalMessage() : words;
    }

    private static String pointer(JsonMappingException mismatch) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mismatch.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        return pointer.length() == 0 ? "the whole" : pointer.toString();
    }

    /**
     * {@return a value as text for a model: a text as it is, anything else as JSON}
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    public static String text(@Nullable Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + unwritable.getOriginalMessage(), unwritable);
        }
    }
}
