package dev.llmdriver.gemini.internal.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonText;
import java.util.Optional;

/** Texts that must be, or become, JSON objects. */
final class JsonObjects {
    private JsonObjects() {}

    /**
     * {@return the text written anew as strict JSON, if it is one object and nothing else} What was read leniently, such as a raw line feed
     * in a string, would be refused as it is; numbers keep their digits.
     */
    static Optional<String> read(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Json.bytes(out -> JsonText.copy(out, text, "an object")), UTF_8));
        } catch (InvalidRequestException broken) {
            return Optional.empty();
        }
    }

    /** {@return an object of one text} */
    static String of(String field, String text) {
        return JsonNodeFactory.instance.objectNode().put(field, text).toString();
    }
}
