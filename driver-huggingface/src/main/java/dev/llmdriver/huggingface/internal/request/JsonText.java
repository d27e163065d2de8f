package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Json;
import java.io.IOException;

/** Copies JSON that the caller wrote as text, such as a schema, into a request, so that a slip in it shows here and not as a 400. */
final class JsonText {
    private JsonText() {}

    static void copy(JsonGenerator out, String json, String what) throws IOException {
        try (JsonParser in = Json.factory().createParser(json)) {
            if (in.nextToken() == null) {
                throw broken(what, "it is empty");
            }
            out.copyCurrentStructure(in);
            if (in.nextToken() != null) {
                throw broken(what, "something follows the JSON value");
            }
        } catch (JsonProcessingException malformed) {
            throw broken(what, malformed.getOriginalMessage());
        }
    }

    private static LlmException broken(String what, String why) {
        return LlmException.builder(ErrorKind.INVALID_REQUEST, what + " is not valid JSON: " + why)
                .reason("malformed_json")
                .phase(Phase.BUILD)
                .build();
    }
}
