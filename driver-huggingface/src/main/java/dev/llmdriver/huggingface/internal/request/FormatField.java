package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.JsonText;
import java.io.IOException;

/** Writes the form of the answer in the backend's own way (wire page 1.3 and 2). */
final class FormatField {
    private static final String ANY_OBJECT = "{\"type\":\"object\"}";

    private final Backend backend;
    private final Fates fates;
    private final JsonGenerator out;

    FormatField(Backend backend, Fates fates, JsonGenerator out) {
        this.backend = backend;
        this.fates = fates;
        this.out = out;
    }

    void write(ChatRequest request) throws IOException {
        ResponseFormat format = request.responseFormat().orElse(ResponseFormat.text());
        if (format instanceof ResponseFormat.PlainText) {
            if (request.responseFormat().isPresent()) {
                fates.emulated("responseFormat", "text is what comes unasked, so nothing is sent");
            }
        } else if (backend.has(Rule.FORMAT_OR_TOOLS) && !request.tools().isEmpty()) {
            fates.dropped("responseFormat", "TGI cannot combine a grammar with tools");
        } else if (format instanceof ResponseFormat.JsonSchema schema) {
            schema(schema);
        } else {
            json();
        }
    }

    private void json() throws IOException {
        out.writeObjectFieldStart("response_format");
        out.writeStringField("type", "json_object");
        if (backend.format() == FormatDialect.GRAMMAR) {
            schema("value", ANY_OBJECT);
            fates.renamed("responseFormat", "sent as a grammar of any object, as TGI wants a schema");
        } else {
            fates.sent("responseFormat");
        }
        out.writeEndObject();
    }

    private void schema(ResponseFormat.JsonSchema format) throws IOException {
        out.writeObjectFieldStart("response_format");
        switch (backend.format()) {
            case OPENAI -> openAi(format);
            case SCHEMA_BESIDE -> rewritten("json_schema", "schema", format);
            case OBJECT_WITH_SCHEMA -> rewritten("json_object", "schema", format);
            case GRAMMAR -> rewritten("json_object", "value", format);
        }
        out.writeEndObject();
    }

    private void openAi(ResponseFormat.JsonSchema format) throws IOException {
        out.writeStringField("type", "json_schema");
        out.writeObjectFieldStart("json_schema");
        out.writeStringField("name", format.name());
        schema("schema", format.schema());
        if (format.strict()) {
            out.writeBooleanField("strict", true);
        }
        out.writeEndObject();
        fates.sent("responseFormat");
    }

    private void rewritten(String type, String key, ResponseFormat.JsonSchema format) throws IOException {
        out.writeStringField("type", type);
        schema(key, format.schema());
        fates.renamed("responseFormat", "sent as " + type + " with " + key + ", as " + backend.name() + " wants it");
    }

    private void schema(String key, String schema) throws IOException {
        out.writeFieldName(key);
        JsonText.copy(out, schema, "the schema of the response format");
    }
}
