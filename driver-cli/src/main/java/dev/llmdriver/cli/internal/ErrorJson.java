package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A failure as {@code --json} shows it. What is not known is left out. */
final class ErrorJson {
    private ErrorJson() {}

    static String of(LlmException failure) {
        return Json.object(json -> Json.object(json, "error", fields -> write(fields, failure)));
    }

    static void write(JsonGenerator json, LlmException failure) throws IOException {
        json.writeStringField("kind", failure.kind().wireName());
        Json.text(json, "reason", failure.reason());
        json.writeStringField("type", failure.getClass().getSimpleName());
        Json.number(json, "status", failure.status());
        Json.text(json, "code", failure.code().orElse(""));
        json.writeStringField("message", String.valueOf(failure.getMessage()));
        Optional<Duration> retryAfter = failure.retryAfter();
        if (retryAfter.isPresent()) {
            json.writeNumberField("retryAfterMs", retryAfter.get().toMillis());
        }
        json.writeStringField("advice", failure.advice().name().toLowerCase(Locale.ROOT));
        json.writeStringField("phase", failure.phase().wireName());
        if (failure.kind() == ErrorKind.TARGETS_EXHAUSTED) {
            Json.objects(json, "targets", targets(failure), ErrorJson::target);
        }
        Optional<PartialAnswer> partial = failure.partial();
        if (partial.isPresent()) {
            Json.object(
                    json,
                    "partial",
                    fields -> fields.writeStringField("text", partial.get().text()));
        }
    }

    /** Each target's own error, the first target's first. */
    private static List<LlmException> targets(LlmException failure) {
        return Stream.concat(Stream.ofNullable(failure.getCause()), Arrays.stream(failure.getSuppressed()))
                .filter(LlmException.class::isInstance)
                .map(LlmException.class::cast)
                .toList();
    }

    private static void target(JsonGenerator json, LlmException failure) throws IOException {
        json.writeStringField(
                "ref", failure.provider().orElse("") + ":" + failure.model().orElse(""));
        json.writeStringField("kind", failure.kind().wireName());
        Json.text(json, "reason", failure.reason());
        json.writeStringField("message", String.valueOf(failure.getMessage()));
    }
}
