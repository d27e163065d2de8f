package dev.llmdriver.ollama.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Writes chat requests (wire page 2). What is not set is left out, but for {@code stream}, which is true unless one says otherwise.
 * Thread-safe.
 */
public final class ChatRequestCodec {
    /** The driver's id, under which extras and provider data belong to it. */
    public static final String DRIVER = "ollama";

    /** Where what is asked goes under a name that is not its own. */
    private static final Map<String, String> RENAMED = Map.of(
            "options.num_predict", "maxTokens",
            "format", "responseFormat",
            "think", "reasoningEffort",
            "top_logprobs", "logprobs");

    private static final int MOST_LOGPROBS = 20;

    private final String model;
    private final Defaults defaults;

    /** Makes a codec for a model. */
    public ChatRequestCodec(String model, Defaults defaults) {
        this.model = model;
        this.defaults = defaults;
    }

    /**
     * Writes a request.
     *
     * @param known what is known of the model
     * @throws dev.llmdriver.error.UnsupportedException if it holds what Ollama has no form for
     */
    public EncodedRequest encode(ChatRequest request, Mode mode, Capabilities known) {
        Fates fates = new Fates();
        byte[] body = Json.bytes(out -> write(request, mode, known, fates, out));
        return new EncodedRequest(
                ExtraFields.merge(body, request.extras(DRIVER), Set.of(), RENAMED, fates), fates.list());
    }

    private void write(ChatRequest request, Mode mode, Capabilities known, Fates fates, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("model", model);
        new MessageWriter(model, known, out).write(request.messages(), fates);
        new ToolFields(fates, out).write(request);
        if (request.responseFormat().isPresent()) {
            FormatField.write(request.responseFormat().get(), fates, out);
        }
        OptionFields.write(request, defaults, fates, out);
        new ThinkField(model, known, fates).write(request.reasoningEffort().orElse(null), defaults.think(), out);
        logprobs(request, fates, out);
        keepAlive(defaults, out);
        if (defaults.truncate() != null) {
            out.writeBooleanField("truncate", defaults.truncate());
        }
        if (defaults.shift() != null) {
            out.writeBooleanField("shift", defaults.shift());
        }
        out.writeBooleanField("stream", mode == Mode.STREAM);
        out.writeEndObject();
    }

    private static void logprobs(ChatRequest request, Fates fates, JsonGenerator out) throws IOException {
        if (request.logprobs().isEmpty()) {
            return;
        }
        int asked = request.logprobs().getAsInt();
        int sent = Math.min(asked, MOST_LOGPROBS);
        out.writeBooleanField("logprobs", true);
        if (sent > 0) {
            out.writeNumberField("top_logprobs", sent);
        }
        if (sent == asked) {
            fates.sent("logprobs");
        } else {
            fates.clamped("logprobs", sent + " instead of " + asked + ": Ollama takes no more");
        }
    }

    /** Writes how long the model stays loaded, if that is configured. */
    public static void keepAlive(Defaults defaults, JsonGenerator out) throws IOException {
        if (defaults.keepAlive() instanceof Long seconds) {
            out.writeNumberField("keep_alive", seconds);
        } else if (defaults.keepAlive() instanceof String duration) {
            out.writeStringField("keep_alive", duration);
        }
    }
}
