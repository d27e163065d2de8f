package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.JsonText;
import java.io.IOException;

/** Writes {@code format}: the word {@code json}, or a schema that binds the model (wire page 2). */
final class FormatField {
    private FormatField() {}

    static void write(ResponseFormat format, Fates fates, JsonGenerator out) throws IOException {
        if (format instanceof ResponseFormat.JsonSchema schema) {
            out.writeFieldName("format");
            JsonText.copy(out, schema.schema(), "the schema of the response format");
            fates.renamed("responseFormat", "sent as format");
        } else if (format instanceof ResponseFormat.Json) {
            out.writeStringField("format", "json");
            fates.renamed("responseFormat", "sent as format json");
        } else {
            fates.emulated("responseFormat", "text is what comes unasked, so nothing is sent");
        }
    }
}
