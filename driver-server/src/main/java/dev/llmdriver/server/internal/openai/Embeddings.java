package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Vectors on the wire.
 *
 * @param response what holds them
 * @param base64 whether they are written as bytes in Base64
 */
record Embeddings(EmbeddingResponse response, boolean base64) implements Answers.Value {
    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "list");
        json.writeArrayFieldStart("data");
        for (int i = 0; i < response.vectors().size(); i++) {
            json.writeStartObject();
            json.writeStringField("object", "embedding");
            json.writeNumberField("index", i);
            json.writeFieldName("embedding");
            vector(json, response.vectors().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("model", response.ref().toString());
        usage(json, response.usage());
        Wire.warnings(json, response.warnings());
        json.writeEndObject();
    }

    private void vector(JsonGenerator json, float[] vector) throws IOException {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeBinary(bytes.array());
            return;
        }
        json.writeStartArray();
        for (float number : vector) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /** Clients want the two counters to be there; what is unknown is 0. */
    private static void usage(JsonGenerator json, Optional<Usage> usage) throws IOException {
        long input = usage.map(tokens -> tokens.input().orElse(0)).orElse(0L);
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", input);
        json.writeNumberField(
                "total_tokens",
                usage.map(tokens -> tokens.total().orElse(input)).orElse(0L));
        json.writeEndObject();
    }
}
