package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Encodes for a model that a test names. */
record Encoding(String model, RequestSettings settings) {
    static final String FLASH_2_5 = "gemini-2.5-flash";
    static final String FLASH_3 = "gemini-3.5-flash";

    static Encoding of(String model) {
        return new Encoding(model, RequestSettings.NONE);
    }

    EncodedRequest encode(ChatRequest request) {
        return new ChatRequestCodec(model, settings).encode(request);
    }

    JsonNode json(ChatRequest request) {
        try {
            return Json.tree(encode(request).body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** {@return one place of the body as JSON text} */
    String at(String pointer, ChatRequest request) {
        return json(request).at(pointer).toString();
    }

    String contents(ChatRequest request) {
        return at("/contents", request);
    }

    List<FieldFate> fates(ChatRequest request) {
        return encode(request).fates();
    }

    /** {@return the fates of a field, without the one that says where messages go} */
    List<Fate> fates(String field, ChatRequest request) {
        return fates(request).stream()
                .filter(fate -> fate.field().equals(field))
                .filter(fate -> !fate.detail().startsWith("sent as contents"))
                .map(FieldFate::fate)
                .toList();
    }
}
