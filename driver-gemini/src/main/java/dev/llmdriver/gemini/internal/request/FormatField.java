package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.http.Fates;

/** Writes the form of the answer: {@code responseMimeType}, and {@code responseJsonSchema} for a schema (wire page 2.2). */
final class FormatField {
    private static final String FIELD = "responseFormat";

    private final Family family;
    private final Fates fates;
    private final ObjectNode generation;

    FormatField(Family family, Fates fates, ObjectNode generation) {
        this.family = family;
        this.fates = fates;
        this.generation = generation;
    }

    void write(ChatRequest request) {
        ResponseFormat format = request.responseFormat().orElse(null);
        if (format instanceof ResponseFormat.PlainText) {
            fates.renamed(FIELD, "nothing is sent: text is what comes unasked");
        } else if (format != null && !request.tools().isEmpty() && !family.takesJsonWithTools()) {
            fates.dropped(FIELD, "models before Gemini 3 refuse JSON together with tools");
        } else if (format instanceof ResponseFormat.JsonSchema schema) {
            schema(schema);
        } else if (format != null) {
            generation.put("responseMimeType", "application/json");
            fates.renamed(FIELD, "sent as responseMimeType application/json");
        }
    }

    private void schema(ResponseFormat.JsonSchema format) {
        Schemas schemas = new Schemas();
        generation.put("responseMimeType", "application/json");
        generation.set("responseJsonSchema", schemas.fit(format.schema(), "the schema of the response format"));
        if (schemas.lost().isEmpty()) {
            fates.renamed(FIELD, "sent as responseMimeType application/json and responseJsonSchema");
        } else {
            fates.clamped(
                    FIELD,
                    "sent as responseJsonSchema without the keywords " + schemas.lost()
                            + ", which Gemini does not know");
        }
    }
}
