package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the results of a turn's tool calls: each needs the function's name, and all go in the order of the calls, for Gemini may have
 * given those no ids (wire page 2.1 and 5).
 */
final class ResultWriter {
    private final String model;
    private final Fates fates;
    private final Contents contents;
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();

    ResultWriter(String model, Fates fates, Contents contents) {
        this.model = model;
        this.fates = fates;
        this.contents = contents;
    }

    /** Remembers a call; a later one of the same id takes its place and goes to the end. */
    void called(ToolCall call) {
        calls.remove(call.id());
        calls.put(call.id(), call);
    }

    void write(List<ToolResult> results) throws IOException {
        List<String> order = List.copyOf(calls.keySet());
        List<ToolResult> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingInt(result -> place(order, result)));
        if (!sorted.equals(results)) {
            fates.renamed("messages", "tool results go in the order of their calls");
        }
        for (ToolResult result : sorted) {
            write(result);
        }
    }

    private static int place(List<String> order, ToolResult result) {
        int place = order.indexOf(result.callId());
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private void write(ToolResult result) throws IOException {
        Optional<ToolCall> call = Optional.ofNullable(calls.get(result.callId()));
        boolean madeUp = call.flatMap(known -> PartNote.of(known.providerData(), model))
                .filter(PartNote::madeUpId)
                .isPresent();
        JsonGenerator out = contents.part();
        out.writeStartObject();
        out.writeObjectFieldStart("functionResponse");
        if (!madeUp && !result.callId().isEmpty()) {
            out.writeStringField("id", result.callId());
        }
        out.writeStringField("name", name(result, call));
        out.writeFieldName("response");
        out.writeRawValue(content(result));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String name(ToolResult result, Optional<ToolCall> call) {
        if (!result.toolName().isBlank()) {
            return result.toolName();
        }
        return call.map(ToolCall::name)
                .orElseThrow(() -> LlmException.builder(
                                ErrorKind.INVALID_REQUEST,
                                "a tool result has neither the tool's name nor the id of a call in the messages; Gemini"
                                        + " matches results by name, so set toolName")
                        .reason("tool_name")
                        .phase(Phase.BUILD)
                        .build());
    }

    /** A response must be an object, whose {@code output} or {@code error} Gemini looks for. */
    private static String content(ToolResult result) {
        if (result.isError()) {
            return JsonObjects.of("error", result.content());
        }
        return JsonObjects.read(result.content()).orElseGet(() -> JsonObjects.of("output", result.content()));
    }
}
