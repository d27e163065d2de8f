package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.io.IOException;

/** Writes the functions on offer, all in one element, and what may be done with them (wire page 2.3). */
final class ToolFields {
    private final Fates fates;
    private final JsonGenerator out;

    ToolFields(Fates fates, JsonGenerator out) {
        this.fates = fates;
        this.out = out;
    }

    void write(ChatRequest request) throws IOException {
        if (!request.tools().isEmpty()) {
            tools(request);
        }
        if (request.toolChoice().isPresent()) {
            choice(request.toolChoice().get(), request.tools().isEmpty());
        }
        request.parallelToolCalls()
                .ifPresent(parallel -> parallel(parallel, request.tools().isEmpty()));
    }

    private void tools(ChatRequest request) throws IOException {
        Schemas schemas = new Schemas();
        out.writeArrayFieldStart("tools");
        out.writeStartObject();
        out.writeArrayFieldStart("functionDeclarations");
        for (Tool tool : request.tools()) {
            function(tool, schemas);
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        if (schemas.lost().isEmpty()) {
            fates.sent("tools");
        } else {
            fates.clamped("tools", "without the schema keywords " + schemas.lost() + ", which Gemini does not know");
        }
    }

    private void function(Tool tool, Schemas schemas) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tool.name());
        if (!tool.description().isEmpty()) {
            out.writeStringField("description", tool.description());
        }
        if (!tool.parameters().isBlank()) {
            out.writeFieldName("parametersJsonSchema");
            Json.write(schemas.fit(tool.parameters(), "the schema of the tool '" + tool.name() + "'"), out);
        }
        out.writeEndObject();
    }

    private void choice(ToolChoice choice, boolean withoutTools) throws IOException {
        if (withoutTools) {
            withoutTools(choice);
            return;
        }
        out.writeObjectFieldStart("toolConfig");
        out.writeObjectFieldStart("functionCallingConfig");
        out.writeStringField("mode", mode(choice));
        if (choice instanceof ToolChoice.Named named) {
            out.writeArrayFieldStart("allowedFunctionNames");
            out.writeString(named.name());
            out.writeEndArray();
        }
        out.writeEndObject();
        out.writeEndObject();
        fates.renamed("toolChoice", "sent as toolConfig.functionCallingConfig.mode");
    }

    private void withoutTools(ToolChoice choice) {
        if (choice instanceof ToolChoice.Auto || choice instanceof ToolChoice.None) {
            fates.emulated("toolChoice", "left out, for there are no tools to choose from");
        } else {
            fates.dropped("toolChoice", "there are no tools to choose from");
        }
    }

    private static String mode(ToolChoice choice) {
        if (choice instanceof ToolChoice.Named || choice instanceof ToolChoice.Required) {
            return "ANY";
        }
        return choice instanceof ToolChoice.None ? "NONE" : "AUTO";
    }

    private void parallel(boolean parallel, boolean withoutTools) {
        if (parallel) {
            fates.renamed("parallelToolCalls", "nothing is sent: Gemini calls several functions unasked");
        } else if (withoutTools) {
            fates.emulated("parallelToolCalls", "left out, for there are no tools");
        } else {
            fates.dropped("parallelToolCalls", "Gemini has no switch for it and may call several functions at once");
        }
    }
}
