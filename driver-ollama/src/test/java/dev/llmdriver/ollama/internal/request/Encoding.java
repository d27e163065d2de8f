package dev.llmdriver.ollama.internal.request;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Mode;
import dev.llmdriver.http.EncodedRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes for the model {@code m}, or one that a test names. */
record Encoding(String model, Defaults defaults, Capabilities known) {
    static final Encoding PLAIN = new Encoding("m", Defaults.NONE, Capabilities.unknown());

    Encoding with(Capabilities capabilities) {
        return new Encoding(model, defaults, capabilities);
    }

    Encoding with(Defaults configured) {
        return new Encoding(model, configured, known);
    }

    Encoding of(String name) {
        return new Encoding(name, defaults, known);
    }

    EncodedRequest encode(ChatRequest request) {
        return new ChatRequestCodec(model, defaults).encode(request, Mode.GENERATE, known);
    }

    String json(ChatRequest request) {
        return new String(encode(request).body(), StandardCharsets.UTF_8);
    }

    /** What stands between the messages and the end. */
    String rest(ChatRequest request) {
        String json = json(request);
        return json.substring(json.indexOf("}],") + 3, json.length() - 1);
    }

    Map<String, Fate> fates(ChatRequest request) {
        Map<String, Fate> fates = new LinkedHashMap<>();
        for (FieldFate fate : encode(request).fates()) {
            if (fates.put(fate.field(), fate.fate()) != null) {
                throw new AssertionError("two fates of " + fate.field());
            }
        }
        return fates;
    }

    String detail(ChatRequest request, String field) {
        List<String> details = encode(request).fates().stream()
                .filter(fate -> fate.field().equals(field))
                .map(FieldFate::detail)
                .toList();
        return String.join(" | ", details);
    }
}
