package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the tools on offer. Ollama has no {@code tool_choice}: it does not offer what may not be called, and nothing forces a call. */
final class ToolFields {
    private final Fates fates;
    private final JsonGenerator out;
    private final List<String> losses = new ArrayList<>();

    ToolFields(Fates fates, JsonGenerator out) {
        this.fates = fates;
        this.out = out;
    }

    void write(ChatRequest request) throws IOException {
        boolean forbidden = request.toolChoice().orElse(ToolChoice.auto()) instanceof ToolChoice.None;
        request.toolChoice().ifPresent(this::choice);
        request.parallelToolCalls()
                .ifPresent(parallel -> parallel(parallel, request.tools().isEmpty()));
        if (request.tools().isEmpty()) {
            return;
        }
        if (forbidden) {
            fates.emulated("tools", "not offered, as toolChoice is none");
            return;
        }
        out.writeArrayFieldStart("tools");
        for (Tool tool : request.tools()) {
            tool(tool);
        }
        out.writeEndArray();
        if (losses.isEmpty()) {
            fates.sent("tools");
        } else {
            fates.clamped(
                    "tools",
                    "Ollama drops " + String.join("; ", losses)
                            + "; say in the description what the model must know, and check what it writes");
        }
    }

    private void tool(Tool tool) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "function");
        out.writeObjectFieldStart("function");
        out.writeStringField("name", tool.name());
        if (!tool.description().isEmpty()) {
            out.writeStringField("description", tool.description());
        }
        out.writeFieldName("parameters");
        JsonText.copy(out, tool.parameters(), "the schema of tool '" + tool.name() + "'");
        out.writeEndObject();
        out.writeEndObject();
        Set<String> lost = SchemaLoss.of(tool.parameters());
        if (!lost.isEmpty()) {
            losses.add(String.join(", ", lost) + " of tool '" + tool.name() + "'");
        }
    }

    private void choice(ToolChoice choice) {
        if (choice instanceof ToolChoice.None) {
            fates.emulated("toolChoice", "none: the tools are not offered");
        } else if (choice instanceof ToolChoice.Auto) {
            fates.emulated("toolChoice", "auto is what comes unasked, so nothing is sent");
        } else {
            fates.dropped("toolChoice", "Ollama has no way to force a call");
        }
    }

    private void parallel(boolean parallel, boolean withoutTools) {
        if (parallel) {
            fates.emulated("parallelToolCalls", "true is what comes unasked, so nothing is sent");
        } else if (withoutTools) {
            fates.emulated("parallelToolCalls", "left out, for there are no tools");
        } else {
            fates.dropped("parallelToolCalls", "Ollama has no way to allow one call only");
        }
    }
}
