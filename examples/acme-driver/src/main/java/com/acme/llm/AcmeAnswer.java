package com.acme.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.*;
import dev.llmdriver.http.*;

/** Reads an answer: a line for each piece of text and each call, and a last one that tells of the end. */
final class AcmeAnswer extends JsonStreamDecoder {
    private final PartEvents parts = new PartEvents();

    AcmeAnswer(int maxLineBytes, boolean keepRaw) {
        super(Framing.NDJSON, maxLineBytes, keepRaw);
    }

    @Override
    protected void event(JsonNode line, EventSink sink) {
        if (line.has("say")) {
            parts.text(line.get("say").asText(), sink);
        } else if (line.has("call")) {
            String id = line.get("call").asText();
            String tool = line.path("tool").asText();
            parts.call(ToolCall.of(id, tool, line.path("input").asText()), sink);
        } else if (line.has("done")) {
            sink.finish(end(line, line.get("done").asText()));
        } else if (line.has("fault")) {
            sink.fail(AcmeErrors.classify(
                    ErrorFacts.builder(0).body(line.toString()).build()));
        } else {
            sink.next(new ChatEvent.Other("unknown", line.toString()));
        }
    }

    private StreamEnd end(JsonNode line, String word) {
        FinishReason.Kind kind = switch (word) {
            case "complete" -> FinishReason.Kind.STOP;
            case "limit" -> FinishReason.Kind.LENGTH;
            case "calls" -> parts.hasCalls() ? FinishReason.Kind.TOOL_CALLS : FinishReason.Kind.OTHER;
            default -> FinishReason.Kind.OTHER;
        };
        JsonNode cost = line.path("cost");
        Usage.Builder usage = Usage.builder();
        cost.findValues("read").forEach(tokens -> usage.input(tokens.asLong()));
        cost.findValues("written").forEach(tokens -> usage.output(tokens.asLong()));
        return StreamEnd.builder(new FinishReason(kind, word))
                .usage(cost.isObject() ? usage.build() : null)
                .servedModel(line.path("model").asText(null))
                .responseId(line.path("id").asText(null))
                .rawJson(raw())
                .build();
    }
}
