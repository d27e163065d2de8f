package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.JsonText;
import java.io.IOException;

/** Writes the tools on offer and what may be done with them. */
final class ToolFields {
    private final Backend backend;
    private final Fates fates;
    private final JsonGenerator out;

    ToolFields(Backend backend, Fates fates, JsonGenerator out) {
        this.backend = backend;
        this.fates = fates;
        this.out = out;
    }

    void write(ChatRequest request) throws IOException {
        if (request.tools().isEmpty()) {
            withoutTools(request);
            return;
        }
        out.writeArrayFieldStart("tools");
        for (Tool tool : request.tools()) {
            tool(tool);
        }
        out.writeEndArray();
        fates.sent("tools");
        if (request.toolChoice().isPresent()) {
            choice(request.toolChoice().get());
            fates.sent("toolChoice");
        }
        if (request.parallelToolCalls().isPresent()) {
            parallel(request.parallelToolCalls().get());
        }
    }

    /** A choice without tools is refused by some, so it is not sent. */
    private void withoutTools(ChatRequest request) {
        request.toolChoice().ifPresent(choice -> {
            if (choice instanceof ToolChoice.Auto || choice instanceof ToolChoice.None) {
                fates.emulated("toolChoice", "left out, for there are no tools to choose from");
            } else {
                fates.dropped("toolChoice", "there are no tools to choose from");
            }
        });
        request.parallelToolCalls()
                .ifPresent(parallel -> fates.emulated("parallelToolCalls", "left out, for there are no tools"));
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
    }

    /** A named function always with its {@code type}, which TGI and vLLM want. */
    private void choice(ToolChoice choice) throws IOException {
        if (choice instanceof ToolChoice.Named named) {
            out.writeObjectFieldStart("tool_choice");
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            out.writeStringField("name", named.name());
            out.writeEndObject();
            out.writeEndObject();
        } else {
            out.writeStringField("tool_choice", word(choice));
        }
    }

    private static String word(ToolChoice choice) {
        if (choice instanceof ToolChoice.None) {
            return "none";
        }
        return choice instanceof ToolChoice.Required ? "required" : "auto";
    }

    private void parallel(boolean parallel) throws IOException {
        if (!backend.has(Rule.ONE_TOOL_CALL)) {
            out.writeBooleanField("parallel_tool_calls", parallel);
            fates.sent("parallelToolCalls");
        } else if (parallel) {
            fates.dropped("parallelToolCalls", "TGI makes at most one call in an answer");
        } else {
            fates.emulated("parallelToolCalls", "left out: TGI makes at most one call in an answer anyway");
        }
    }
}
