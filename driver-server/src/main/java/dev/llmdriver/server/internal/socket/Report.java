package dev.llmdriver.server.internal.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes what is told of an answer at its end: who gave it, after which attempts, in which time and at what cost. */
final class Report {
    private Report() {}

    /**
     * Writes the report of a whole answer.
     *
     * @param dollars what it cost, if that is known
     */
    static void answer(JsonGenerator json, ChatResponse response, ModelRef ref, Optional<Double> dollars)
            throws IOException {
        json.writeStringField("model", ref.toString());
        json.writeStringField("servedBy", response.servedBy().orElse(""));
        json.writeStringField("finish", response.finishReason().kind().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("millis", response.timings().total().toMillis());
        if (response.timings().firstContent().isPresent()) {
            json.writeNumberField(
                    "firstMillis", response.timings().firstContent().get().toMillis());
        }
        if (response.usage().isPresent()) {
            usage(json, response.usage().get());
        }
        if (dollars.isPresent()) {
            json.writeNumberField("dollars", dollars.get());
        }
        json.writeArrayFieldStart("warnings");
        for (Warning warning : response.warnings()) {
            json.writeString(warning.message());
        }
        json.writeEndArray();
        attempts(json, response.attempts());
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        counter(json, "input", usage.input());
        counter(json, "output", usage.output());
    }

    private static void counter(JsonGenerator json, String name, OptionalLong tokens) throws IOException {
        if (tokens.isPresent()) {
            json.writeNumberField(name, tokens.getAsLong());
        }
    }

    static void attempts(JsonGenerator json, List<Attempt> attempts) throws IOException {
        json.writeArrayFieldStart("attempts");
        for (Attempt attempt : attempts) {
            json.writeStartObject();
            json.writeStringField("model", attempt.ref().toString());
            json.writeStringField("purpose", attempt.purpose().name().toLowerCase(Locale.ROOT));
            json.writeStringField(
                    "error", attempt.error().map(kind -> kind.wireName()).orElse(""));
            if (attempt.status().isPresent()) {
                json.writeNumberField("status", attempt.status().getAsInt());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
