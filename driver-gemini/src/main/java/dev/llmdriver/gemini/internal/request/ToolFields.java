package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.http.Fates;

/** Writes the functions on offer, all in one element, and what may be done with them (wire page 2.3). */
final class ToolFields {
    private final Fates fates;
    private final ObjectNode body;

    ToolFields(Fates fates, ObjectNode body) {
        this.fates = fates;
        this.body = body;
    }

    void write(ChatRequest request) {
        if (!request.tools().isEmpty()) {
            tools(request);
        }
        request.toolChoice().ifPresent(choice -> choice(choice, request.tools().isEmpty()));
        request.parallelToolCalls().ifPresent(this::parallel);
    }

    private void tools(ChatRequest request) {
        Schemas schemas = new Schemas();
        ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : request.tools()) {
            ObjectNode function = functions.addObject().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                function.put("description", tool.description());
            }
            if (!tool.parameters().isBlank()) {
                function.set(
                        "parametersJsonSchema",
                        schemas.fit(tool.parameters(), "the schema of the tool '" + tool.name() + "'"));
            }
        }
        if (schemas.lost().isEmpty()) {
            fates.sent("tools");
        } else {
            fates.clamped("tools", "without the schema keywords " + schemas.lost() + ", which Gemini does not know");
        }
    }

    private void choice(ToolChoice choice, boolean withoutTools) {
        if (withoutTools) {
            fates.dropped("toolChoice", "there are no tools to choose from");
            return;
        }
        ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
        if (choice instanceof ToolChoice.Named named) {
            config.put("mode", "ANY").putArray("allowedFunctionNames").add(named.name());
        } else if (choice instanceof ToolChoice.Required) {
            config.put("mode", "ANY");
        } else if (choice instanceof ToolChoice.None) {
            config.put("mode", "NONE");
        } else {
            config.put("mode", "AUTO");
        }
        fates.renamed("toolChoice", "sent as toolConfig.functionCallingConfig.mode");
    }

    private void parallel(boolean parallel) {
        if (parallel) {
            fates.renamed("parallelToolCalls", "nothing is sent: Gemini calls several functions unasked");
        } else {
            fates.dropped("parallelToolCalls", "Gemini has no switch for it and may call several functions at once");
        }
    }
}
