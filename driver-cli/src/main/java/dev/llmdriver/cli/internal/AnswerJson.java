package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers as {@code --json} shows them. Lists are always there; a number that is not known is left out. */
final class AnswerJson {
    private AnswerJson() {}

    static String of(ChatResponse answer) {
        return Json.object(json -> write(json, answer));
    }

    /** Writes the fields of an answer. */
    static void write(JsonGenerator json, ChatResponse answer) throws IOException {
        json.writeStringField("ref", answer.ref().toString());
        json.writeStringField("model", answer.servedModel().orElse(answer.ref().model()));
        json.writeStringField("text", answer.text());
        json.writeStringField("reasoning", answer.reasoning());
        Json.objects(json, "toolCalls", answer.toolCalls(), AnswerJson::toolCall);
        json.writeStringField(
                "finishReason", answer.finishReason().kind().name().toLowerCase(Locale.ROOT));
        usage(json, answer.usage());
        history(json, answer.warnings(), answer.attempts());
    }

    static String of(EmbeddingResponse answer) {
        return Json.object(json -> {
            json.writeStringField("ref", answer.ref().toString());
            json.writeStringField(
                    "model", answer.servedModel().orElse(answer.ref().model()));
            json.writeArrayFieldStart("vectors");
            for (float[] vector : answer.vectors()) {
                json.writeStartArray();
                for (float coordinate : vector) {
                    json.writeNumber(coordinate);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            usage(json, answer.usage());
            history(json, answer.warnings(), answer.attempts());
        });
    }

    private static void toolCall(JsonGenerator json, ToolCall call) throws IOException {
        json.writeStringField("id", call.id());
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
    }

    private static void usage(JsonGenerator json, Optional<Usage> known) throws IOException {
        if (known.isEmpty()) {
            return;
        }
        Usage usage = known.get();
        Json.object(json, "usage", fields -> {
            Json.number(fields, "input", usage.input());
            Json.number(fields, "output", usage.output());
            Json.number(fields, "total", usage.total());
            Json.number(fields, "cachedInput", usage.cachedInput());
            Json.number(fields, "reasoning", usage.reasoning());
        });
    }

    private static void history(JsonGenerator json, List<Warning> warnings, List<Attempt> attempts) throws IOException {
        Json.objects(json, "warnings", warnings, AnswerJson::warning);
        attempts(json, attempts);
    }

    /** Writes what left the process. */
    static void attempts(JsonGenerator json, List<Attempt> attempts) throws IOException {
        Json.objects(json, "attempts", attempts, AnswerJson::attempt);
    }

    private static void warning(JsonGenerator json, Warning warning) throws IOException {
        json.writeStringField("code", warning.code());
        Json.text(json, "field", warning.field());
        json.writeStringField("message", warning.message());
    }

    private static void attempt(JsonGenerator json, Attempt attempt) throws IOException {
        json.writeNumberField("number", attempt.number());
        json.writeStringField("ref", attempt.ref().toString());
        json.writeStringField("purpose", attempt.purpose().name().toLowerCase(Locale.ROOT));
        Json.number(json, "status", attempt.status());
        Json.text(json, "error", attempt.error().map(kind -> kind.wireName()).orElse(""));
        json.writeNumberField("waitedMs", attempt.waited().toMillis());
        Optional<Duration> duration = attempt.duration();
        if (duration.isPresent()) {
            json.writeNumberField("durationMs", duration.get().toMillis());
        }
        Json.text(json, "requestId", attempt.requestId().orElse(""));
        Json.text(json, "keyLabel", attempt.keyLabel().orElse(""));
    }
}
