package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Message;
import dev.llmdriver.Reasoning;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends past reasoning back to the model it came from, in its own spelling, and to nobody else. */
final class ReasoningReturn {
    private final Fates fates;
    private final String model;

    ReasoningReturn(Fates fates, String model) {
        this.fates = fates;
        this.model = model;
    }

    /** {@return the reasoning that belongs into the text, with its tags; empty if there is none} */
    String inline(Message message) {
        StringBuilder text = new StringBuilder();
        for (Reasoning part : message.parts(Reasoning.class)) {
            if (spelling(part).filter(ReasoningField.INLINE::equals).isPresent()) {
                text.append("<think>").append(part.text()).append("</think>");
            }
        }
        return text.toString();
    }

    void write(Message message, JsonGenerator out) throws IOException {
        Map<String, String> byField = new LinkedHashMap<>();
        for (Reasoning part : message.parts(Reasoning.class)) {
            Optional<String> field = spelling(part);
            if (field.isEmpty()) {
                fates.dropped("messages", "reasoning that is not this model's own");
            } else if (!field.get().equals(ReasoningField.INLINE)) {
                byField.merge(field.get(), part.text(), String::concat);
            }
        }
        for (Map.Entry<String, String> field : byField.entrySet()) {
            out.writeStringField(field.getKey(), field.getValue());
        }
    }

    private Optional<String> spelling(Reasoning part) {
        return part.providerData()
                .filter(data -> data.belongsTo(ChatRequestCodec.DRIVER, model))
                .flatMap(ReasoningField::read);
    }
}
