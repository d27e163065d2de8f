package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The one Jackson that drivers share. Reading is lenient where servers are sloppy (raw control characters, NaN) and strict where they
 * could do harm: at most 200 levels deep, numbers of at most 1,000 digits. Thread-safe.
 */
public final class Json {
    private static final int DEPTH = 200;
    private static final int STRING_LENGTH = 64 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(1000)
                    .maxStringLength(STRING_LENGTH)
                    .build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // an exception would quote prompts and answers
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Made when a tree is first needed: streaming, and so the start of a command, does without databind. */
    private static final class Trees {
        static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY).build();
        static final ObjectReader READER = MAPPER.reader();
        static final ObjectWriter WRITER = MAPPER.writer();
    }

    /** Writes JSON. */
    @FunctionalInterface
    public interface Writing {
        /**
         * Writes one value.
         *
         * @param json where to
         * @throws IOException if the generator is used wrongly
         */
        void writeTo(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** {@return the shared factory of parsers and generators} */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /** {@return a parser of a slice of bytes, which is not copied} */
    public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return FACTORY.createParser(bytes, offset, length);
    }

    /** {@return the tree of a whole text, a missing node if it is empty} */
    public static JsonNode tree(byte[] json) throws IOException {
        return Trees.READER.readTree(json);
    }

    /** {@return the tree of a whole text, a missing node if it is empty} */
    public static JsonNode tree(String json) throws IOException {
        return Trees.READER.readTree(json);
    }

    /** {@return an empty object to write a small request with; a large one is better written with {@link #bytes(Writing)}} */
    public static ObjectNode object() {
        return Trees.MAPPER.createObjectNode();
    }

    /** {@return what reads trees and beans} */
    public static ObjectReader reader() {
        return Trees.READER;
    }

    /** {@return what writes trees, maps, lists and beans} */
    public static ObjectWriter writer() {
        return Trees.WRITER;
    }

    /** {@return the JSON of a tree in UTF-8} */
    public static byte[] bytes(JsonNode tree) {
        return bytes(out -> TreeWriter.write(tree, out));
    }

    /**
     * Writes a tree as a value of what is written otherwise, such as a schema of a request.
     *
     * @param tree what to write
     * @param json where to
     * @throws IOException if no value can stand there
     */
    public static void write(JsonNode tree, JsonGenerator json) throws IOException {
        TreeWriter.write(tree, json);
    }

    /**
     * Writes a value.
     *
     * @param writing what to write
     * @return its JSON in UTF-8
     */
    public static byte[] bytes(Writing writing) {
        BufferRecycler recycler = FACTORY._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(recycler)) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                writing.writeTo(json);
            }
            return bytes.getClearAndRelease();
        } catch (IOException misuse) {
            throw new UncheckedIOException("JSON cannot be written: " + misuse.getMessage(), misuse);
        } finally {
            recycler.releaseToPool();
        }
    }
}
