package com.acme.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.*;
import dev.llmdriver.http.*;
import java.util.Locale;

/** Chat with one of Acme's models. */
final class AcmeEngine extends HttpChatEngine {
    private final AcmeProvider provider;

    AcmeEngine(AcmeProvider provider, ModelRef ref) {
        super(ref, provider.endpoint());
        this.provider = provider;
    }

    @Override
    protected PreparedRequest prepare(ChatRequest request, Mode mode) {
        Fates fates = new Fates();
        byte[] json = ExtraFields.merge(Json.bytes(body(request, mode)), request.extras("acme"), fates);
        fates.sent(request, "messages", "temperature", "maxTokens", "tools");
        fates.dropRest(request, "Acme has nothing like it");
        WireRequest.Builder wire = WireRequest.post(provider.address(request.callOptions(), "/v1/talk"));
        return PreparedRequest.of(wire.accept("application/x-ndjson").json(json).build(), fates.list());
    }

    private ObjectNode body(ChatRequest request, Mode mode) {
        ObjectNode body = Json.object().put("model", ref().model()).put("stream", mode == Mode.STREAM);
        ArrayNode turns = body.putArray("turns");
        for (Message message : request.messages()) {
            String from = message.role().name().toLowerCase(Locale.ROOT);
            message.parts().forEach(part -> turn(turns.addObject().put("from", from), part));
        }
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.maxTokens().ifPresent(value -> body.put("limit", value));
        request.tools().forEach(tool -> tool(body.withArray("tools").addObject(), tool));
        return body;
    }

    private static void turn(ObjectNode turn, Part part) {
        if (part instanceof Text text) {
            turn.put("text", text.text());
        } else if (part instanceof ToolCall call) {
            turn.put("call", call.id()).put("tool", call.name()).put("input", call.arguments());
        } else if (part instanceof ToolResult result) {
            turn.put("call", result.callId()).put("text", result.content()).put("failed", result.isError());
        } else {
            throw Fates.unsupported(part, "texts, tool calls and their results");
        }
    }

    private static void tool(ObjectNode json, Tool tool) {
        json.put("name", tool.name()).put("about", tool.description());
        json.set("input", JsonText.tree(tool.parameters(), "the parameters of the tool " + tool.name()));
    }

    @Override
    protected StreamDecoder streamDecoder(ChatRequest request) {
        return new AcmeAnswer(provider.endpoint().maxEventBytes(), request.rawResponse());
    }
}
