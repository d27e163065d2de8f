package dev.llmdriver.server.internal.socket;

import dev.llmdriver.ChatEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the events of an answer under way. */
final class Deltas {
    private Deltas() {}

    /** {@return what tells a page of an event; null if it need not know} */
    static @Nullable String frame(String id, ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return Frame.of("text", id, json -> json.writeStringField("text", delta.text()));
        }
        if (event instanceof ChatEvent.ReasoningDelta delta) {
            return Frame.of("reasoning", id, json -> json.writeStringField("text", delta.text()));
        }
        if (event instanceof ChatEvent.Started started) {
            return Frame.of(
                    "started",
                    id,
                    json -> json.writeStringField("model", started.ref().toString()));
        }
        return event instanceof ChatEvent.Waiting waiting ? waiting(id, waiting) : null;
    }

    private static String waiting(String id, ChatEvent.Waiting waiting) {
        return Frame.of("waiting", id, json -> {
            json.writeStringField("reason", waiting.reason().name().toLowerCase(Locale.ROOT));
            if (waiting.estimate().isPresent()) {
                json.writeNumberField("millis", waiting.estimate().get().toMillis());
            }
        });
    }
}
