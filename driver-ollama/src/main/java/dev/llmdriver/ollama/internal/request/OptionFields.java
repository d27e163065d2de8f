package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code options}: what is configured, and over it what the request asks for (wire page 3). */
public final class OptionFields {
    private OptionFields() {}

    static void write(ChatRequest request, Defaults defaults, Fates fates, JsonGenerator out) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(defaults.options());
        all.putAll(asked(request, fates));
        write(all, out);
    }

    /** Writes options in their types; nothing if there are none. */
    public static void write(Map<String, Object> options, JsonGenerator out) throws IOException {
        if (options.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("options");
        for (Map.Entry<String, Object> option : options.entrySet()) {
            out.writeFieldName(option.getKey());
            value(option.getValue(), out);
        }
        out.writeEndObject();
    }

    private static void value(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Long whole) {
            out.writeNumber(whole);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else {
            out.writeStartArray();
            for (Object text : (List<?>) value) {
                out.writeString(String.valueOf(text));
            }
            out.writeEndArray();
        }
    }

    private static Map<String, Object> asked(ChatRequest request, Fates fates) {
        Map<String, Object> asked = new LinkedHashMap<>();
        request.maxTokens().ifPresent(most -> {
            asked.put("num_predict", (long) most);
            fates.renamed("maxTokens", "sent as options.num_predict");
        });
        request.temperature().ifPresent(value -> put(asked, "temperature", value, "temperature", fates));
        request.topP().ifPresent(value -> put(asked, "top_p", value, "topP", fates));
        request.topK().ifPresent(value -> put(asked, "top_k", (long) value, "topK", fates));
        if (!request.stop().isEmpty()) {
            put(asked, "stop", request.stop(), "stop", fates);
        }
        request.seed().ifPresent(value -> put(asked, "seed", value, "seed", fates));
        request.frequencyPenalty()
                .ifPresent(value -> put(asked, "frequency_penalty", value, "frequencyPenalty", fates));
        request.presencePenalty().ifPresent(value -> put(asked, "presence_penalty", value, "presencePenalty", fates));
        return asked;
    }

    private static void put(Map<String, Object> into, String name, Object value, String field, Fates fates) {
        into.put(name, value);
        fates.sent(field);
    }
}
