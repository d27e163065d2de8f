package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.Map;

/**
 * Writes trees without a mapper: a request that is put together as a tree needs none of what maps beans, which is 300 classes to load,
 * to compile and to keep.
 */
final class TreeWriter {
    private TreeWriter() {}

    static void write(JsonNode node, JsonGenerator out) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out);
            case ARRAY -> array(node, out);
            case STRING -> out.writeString(node.textValue());
            case NUMBER -> number(node, out);
            case BOOLEAN -> out.writeBoolean(node.booleanValue());
            case NULL, MISSING -> out.writeNull();
            case POJO, BINARY -> other(node, out);
        }
    }

    private static void object(JsonNode node, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            out.writeFieldName(field.getKey());
            write(field.getValue(), out);
        }
        out.writeEndObject();
    }

    private static void array(JsonNode node, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (JsonNode element : node) {
            write(element, out);
        }
        out.writeEndArray();
    }

    private static void number(JsonNode node, JsonGenerator out) throws IOException {
        switch (node.numberType()) {
            case INT -> out.writeNumber(node.intValue());
            case LONG -> out.writeNumber(node.longValue());
            case BIG_INTEGER -> out.writeNumber(node.bigIntegerValue());
            case FLOAT -> out.writeNumber(node.floatValue());
            case DOUBLE -> out.writeNumber(node.doubleValue());
            case BIG_DECIMAL -> out.writeNumber(node.decimalValue());
        }
    }

    /** JSON that was written elsewhere, and what only a mapper can write. */
    private static void other(JsonNode node, JsonGenerator out) throws IOException {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof RawValue raw) {
            raw.serialize(out);
        } else {
            Json.writer().writeValue(out, node);
        }
    }
}
