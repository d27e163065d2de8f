package dev.llmdriver.http.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** What to do with a whole body where a stream was asked for. */
final class WholeAnswers {
    private WholeAnswers() {}

    /** {@return whether it is JSON that speaks of an error} */
    static boolean isError(WireResponse whole) {
        try {
            JsonNode tree = Json.tree(whole.body());
            return tree.hasNonNull("error")
                    || tree.hasNonNull("errors")
                    || "error".equals(tree.path("object").asText());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** {@return the error of a body that is neither a stream nor an error} */
    static LlmExceptionBuilder unexpected(WireResponse whole, URI uri) {
        boolean html = whole.contentType().equals("text/html");
        String message = html
                ? "HTML came instead of a stream, most likely from a proxy or a login page; check base-url and the proxy"
                : Origins.shown(uri) + " answered with " + whole.contentType() + " instead of a stream; check base-url";
        return LlmException.builder(ErrorKind.MALFORMED_RESPONSE, message)
                .reason(html ? "html" : "content_type")
                .phase(Phase.DECODE)
                .excerpt(whole.text());
    }

    /** Makes the events that a stream of the same answer would have had. */
    static void replay(Message message, EventSink sink) {
        List<Part> parts = message.parts();
        for (int index = 0; index < parts.size(); index++) {
            Part part = parts.get(index);
            if (part instanceof Text text && !text.text().isEmpty()) {
                sink.next(new ChatEvent.TextDelta(index, text.text()));
            } else if (part instanceof Reasoning reasoning && !reasoning.text().isEmpty()) {
                sink.next(new ChatEvent.ReasoningDelta(index, reasoning.text()));
            } else if (part instanceof ToolCall call) {
                sink.next(new ChatEvent.ToolCallDelta(index, call.name(), call.arguments()));
                sink.next(new ChatEvent.ToolCallReady(index, call));
            }
        }
    }
}
