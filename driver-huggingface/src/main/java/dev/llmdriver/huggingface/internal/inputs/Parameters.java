package dev.llmdriver.huggingface.internal.inputs;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the {@code parameters} of text generation, as TGI checks them; the object appears with its first member. */
final class Parameters {
    private final JsonGenerator out;
    private final Fates fates;
    private boolean open;

    Parameters(JsonGenerator out, Fates fates) {
        this.out = out;
        this.fates = fates;
    }

    void maxTokens(OptionalInt value) throws IOException {
        if (value.isPresent()) {
            field("max_new_tokens").writeNumber(value.getAsInt());
            fates.renamed("maxTokens", "sent as max_new_tokens");
        }
    }

    /** A temperature of 0 is refused; not sampling means the same. */
    void temperature(OptionalDouble value) throws IOException {
        if (value.isEmpty()) {
            return;
        }
        if (value.getAsDouble() == 0) {
            field("do_sample").writeBoolean(false);
            fates.renamed("temperature", "0 is sent as do_sample=false");
        } else {
            field("temperature").writeNumber(value.getAsDouble());
            fates.sent("temperature");
        }
    }

    void number(String field, String wireName, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            field(wireName).writeNumber(value.getAsInt());
            fates.sent(field);
        }
    }

    void topP(OptionalDouble value) throws IOException {
        if (value.isEmpty()) {
            return;
        }
        if (value.getAsDouble() == 1.0) {
            fates.emulated("topP", "1.0 is left out, which means the same: TGI refuses it");
        } else {
            field("top_p").writeNumber(value.getAsDouble());
            fates.sent("topP");
        }
    }

    void seed(OptionalLong value) throws IOException {
        if (value.isEmpty()) {
            return;
        }
        field("seed").writeNumber(value.getAsLong() & Long.MAX_VALUE);
        if (value.getAsLong() < 0) {
            fates.clamped("seed", "sent without its sign bit, as repeatable as before: seeds are not negative here");
        } else {
            fates.sent("seed");
        }
    }

    void frequencyPenalty(OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            field("frequency_penalty").writeNumber(value.getAsDouble());
            fates.sent("frequencyPenalty");
        }
    }

    void stop(List<String> stop) throws IOException {
        if (!stop.isEmpty()) {
            field("stop").writeStartArray();
            for (String text : stop) {
                out.writeString(text);
            }
            out.writeEndArray();
            fates.sent("stop");
        }
    }

    void format(ResponseFormat format) throws IOException {
        if (format instanceof ResponseFormat.PlainText) {
            return;
        }
        String schema = format instanceof ResponseFormat.JsonSchema named ? named.schema() : "{\"type\":\"object\"}";
        field("grammar").writeStartObject();
        out.writeStringField("type", "json");
        out.writeFieldName("value");
        JsonText.copy(out, schema, "the schema of the response format");
        out.writeEndObject();
        fates.renamed("responseFormat", "sent as a grammar");
    }

    void end() throws IOException {
        if (open) {
            out.writeEndObject();
        }
    }

    private JsonGenerator field(String name) throws IOException {
        if (!open) {
            out.writeObjectFieldStart("parameters");
            open = true;
        }
        out.writeFieldName(name);
        return out;
    }
}
