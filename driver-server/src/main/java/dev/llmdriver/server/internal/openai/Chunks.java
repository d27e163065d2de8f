package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes the pieces of one streamed answer. Used by one thread at a time. */
final class Chunks {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final Head head;
    private final boolean usage;
    private ModelRef model;
    private int toolCalls;

    Chunks(Head head, ModelRef model, boolean usage) {
        this.head = head;
        this.model = model;
        this.usage = usage;
    }

    /** From here on this model answers. */
    void answeredBy(ModelRef ref) {
        model = ref;
    }

    /** The first piece, which says who speaks. */
    void begin(ByteArrayOutputStream out) {
        delta(out, json -> {
            json.writeStringField("role", "assistant");
            json.writeStringField("content", "");
        });
    }

    /** The pieces that an event becomes; none if it says nothing on this wire. */
    void event(ByteArrayOutputStream out, ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta text) {
            delta(out, json -> json.writeStringField("content", text.text()));
        } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
            delta(out, json -> json.writeStringField("reasoning_content", reasoning.text()));
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            toolCall(out, ready);
        } else if (event instanceof ChatEvent.Finished finished) {
            finish(out, finished.response());
        }
    }

    /** A call goes out when it is whole: its id, which clients want first, is known no earlier. */
    private void toolCall(ByteArrayOutputStream out, ChatEvent.ToolCallReady ready) {
        int index = toolCalls++;
        delta(out, json -> {
            json.writeArrayFieldStart("tool_calls");
            json.writeStartObject();
            json.writeNumberField("index", index);
            Wire.toolCall(json, ready.call());
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /** Warnings come last: until then another target may be asked, to which other ones apply. */
    private void finish(ByteArrayOutputStream out, ChatResponse response) {
        frame(out, json -> end(json, response), json -> {
            noUsage(json);
            Wire.warnings(json, response.warnings());
        });
        if (usage && response.usage().isPresent()) {
            total(out, response.usage().get());
        }
        out.writeBytes(DONE);
    }

    private static void end(JsonGenerator json, ChatResponse response) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("delta");
        json.writeEndObject();
        Wire.logprobs(json, response.logprobs());
        json.writeStringField("finish_reason", Wire.finishReason(response.finishReason()));
        json.writeEndObject();
    }

    private void total(ByteArrayOutputStream out, Usage tokens) {
        frame(out, json -> {}, json -> Wire.usage(json, tokens));
    }

    /** An error is the last piece: what came before it stays, and nothing says that all is well. */
    static void error(ByteArrayOutputStream out, ErrorAnswer error) {
        out.writeBytes(DATA);
        Answers.write(out, error::write);
        out.writeBytes(END);
    }

    private void delta(ByteArrayOutputStream out, Answers.Value fields) {
        frame(out, json -> {
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("delta");
            fields.write(json);
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeNullField("finish_reason");
            json.writeEndObject();
        });
    }

    private void frame(ByteArrayOutputStream out, Answers.Value choice) {
        frame(out, choice, this::noUsage);
    }

    /** Who asked for usage wants the field in every piece. */
    private void noUsage(JsonGenerator json) throws IOException {
        if (usage) {
            json.writeNullField("usage");
        }
    }

    private void frame(ByteArrayOutputStream out, Answers.Value choice, Answers.Value tail) {
        out.writeBytes(DATA);
        Answers.write(out, json -> chunk(json, choice, tail));
        out.writeBytes(END);
    }

    private void chunk(JsonGenerator json, Answers.Value choice, Answers.Value tail) throws IOException {
        json.writeStartObject();
        head.write(json, "chat.completion.chunk", model);
        json.writeArrayFieldStart("choices");
        choice.write(json);
        json.writeEndArray();
        tail.write(json);
        json.writeEndObject();
    }
}
