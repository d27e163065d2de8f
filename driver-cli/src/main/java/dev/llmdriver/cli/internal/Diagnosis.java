package dev.llmdriver.cli.internal;

import dev.llmdriver.client.ResolvedConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What the doctor has to say.
 *
 * @param config what is configured; it masks its secrets
 * @param choice which model answers
 * @param findings the providers
 */
record Diagnosis(ResolvedConfig config, Choice choice, List<Finding> findings) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("java      " + System.getProperty("java.version"));
        lines.add("model     " + model() + " (" + origin() + ")");
        lines.add("settings  " + (config.entries().isEmpty() ? "none" : ""));
        config.entries().forEach(entry -> lines.add("  " + entry));
        if (!config.models().isEmpty()) {
            lines.add("models");
            config.models().forEach((name, ref) -> lines.add("  " + name + " = " + ref + others(name)));
        }
        config.notices().forEach(notice -> lines.add("note: " + notice));
        lines.add("providers");
        for (Finding finding : findings) {
            lines.add("  " + finding.provider() + ": " + finding.status() + ", " + finding.detail());
            if (!finding.remedy().isEmpty()) {
                lines.add("    to do: " + finding.remedy());
            }
        }
        return lines.stream().map(Lines::one).toList();
    }

    /** As it is shown among the settings: it may hold what looks like a key. */
    private String model() {
        return choice.origin() == Choice.Origin.CONFIGURATION
                ? config.find("llm.model").map(ResolvedConfig.Entry::value).orElse(choice.model())
                : choice.model();
    }

    private String others(String name) {
        List<String> others = config.fallbacks().getOrDefault(name, List.of());
        return others.isEmpty() ? "" : ", else " + String.join(", else ", others);
    }

    private String origin() {
        return switch (choice.origin()) {
            case COMMAND -> "by -m";
            case CONFIGURATION -> "by llm.model";
            case KEY -> "because " + choice.provider() + " is configured; choose with -m or llm.model";
            case NOBODY -> "because nothing is configured";
        };
    }

    String json() {
        return Json.object(json -> {
            json.writeStringField("java", System.getProperty("java.version"));
            json.writeStringField("model", model());
            Json.objects(json, "settings", config.entries(), (fields, entry) -> {
                fields.writeStringField("key", entry.key());
                fields.writeStringField("value", entry.value());
                fields.writeStringField("origin", entry.origin());
            });
            Json.objects(json, "models", config.models().entrySet(), (fields, model) -> {
                fields.writeStringField("name", model.getKey());
                fields.writeStringField("ref", model.getValue().toString());
                Json.texts(fields, "fallback", config.fallbacks().getOrDefault(model.getKey(), List.of()));
            });
            Json.texts(json, "notices", config.notices());
            Json.objects(json, "providers", findings, (fields, finding) -> {
                fields.writeStringField("name", finding.provider());
                fields.writeStringField("status", finding.status());
                fields.writeStringField("detail", finding.detail());
                Json.text(fields, "remedy", finding.remedy());
            });
        });
    }
}
