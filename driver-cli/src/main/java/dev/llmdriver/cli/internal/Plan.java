package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What would be sent to one target.
 *
 * @param text as it was asked for
 * @param ref who it is
 * @param explanation what would be sent; empty if it would be refused
 * @param refusal why nothing would be sent
 */
record Plan(String text, ModelRef ref, Optional<Explanation> explanation, Optional<LlmException> refusal) {
    /** Explains a request to a target; what the first one refuses is the command's failure, as it is chat's. */
    static Plan of(String text, ChatModel model, ChatRequest request, Mode mode, boolean first) {
        try {
            return new Plan(text, model.ref(), Optional.of(model.explain(request, mode)), Optional.empty());
        } catch (LlmException refused) {
            if (first) {
                throw refused;
            }
            return new Plan(text, model.ref(), Optional.empty(), Optional.of(refused));
        }
    }

    static List<String> lines(List<Plan> plans) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            if (plans.size() > 1) {
                lines.add((i == 0 ? "" : "\n") + "target " + (i + 1) + ": "
                        + plans.get(i).name());
            }
            lines.addAll(plans.get(i).lines());
        }
        return lines;
    }

    private String name() {
        return text.equals(ref.toString()) ? text : text + " (" + ref + ")";
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        refusal.ifPresent(error -> lines.add("refused: " + error.kind().wireName() + ": " + error.getMessage()));
        explanation.ifPresent(what -> {
            lines.add(what.method() + " " + what.url());
            what.headers().forEach((name, value) -> lines.add(name + ": " + value));
            lines.add("\n" + what.body() + "\n");
            Table fates = new Table();
            what.fields().forEach(field -> fates.row(field.field(), fate(field), field.detail()));
            lines.addAll(fates.lines());
        });
        return lines;
    }

    private static String fate(FieldFate field) {
        return field.fate().name().toLowerCase(Locale.ROOT);
    }

    /** {@return the first target's request, with those to the others in a list} */
    static String json(List<Plan> plans) {
        return Json.object(json -> {
            plans.get(0).write(json);
            if (plans.size() > 1) {
                Json.objects(json, "fallback", plans.subList(1, plans.size()), (fields, plan) -> plan.write(fields));
            }
        });
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("ref", ref.toString());
        if (refusal.isPresent()) {
            Json.object(json, "error", fields -> ErrorJson.write(fields, refusal.get()));
        }
        if (explanation.isPresent()) {
            write(json, explanation.get());
        }
    }

    private static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeStringField("method", explanation.method());
        json.writeStringField("url", explanation.url());
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : explanation.headers().entrySet()) {
            json.writeStringField(header.getKey(), header.getValue());
        }
        json.writeEndObject();
        json.writeStringField("body", explanation.body());
        Json.objects(json, "fields", explanation.fields(), (fields, field) -> {
            fields.writeStringField("field", field.field());
            fields.writeStringField("fate", fate(field));
            Json.text(fields, "detail", field.detail());
        });
    }
}
