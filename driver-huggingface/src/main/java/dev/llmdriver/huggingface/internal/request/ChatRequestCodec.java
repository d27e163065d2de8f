package dev.llmdriver.huggingface.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import java.io.IOException;

/**
 * Writes chat completion requests. {@code model} comes first, so that the router can choose a provider without reading megabytes of
 * images; what is not set is left out, never {@code null}. Thread-safe.
 */
public final class ChatRequestCodec {
    /** The driver's id, under which extras and provider data belong to it. */
    public static final String DRIVER = "huggingface";

    private final Backend backend;
    private final ModelName model;

    /** Makes a codec for a model at an endpoint. */
    public ChatRequestCodec(Endpoint endpoint, ModelName model) {
        this.backend = Backend.of(endpoint);
        this.model = model;
    }

    /**
     * Writes a request.
     *
     * @throws dev.llmdriver.error.UnsupportedException if it holds what this backend has no form for
     */
    public EncodedRequest encode(ChatRequest request, Mode mode) {
        Fates fates = new Fates();
        byte[] body = Json.bytes(out -> write(request, mode, fates, out));
        return new EncodedRequest(HuggingFaceExtras.merge(body, request.extras(DRIVER), fates), fates.list());
    }

    private void write(ChatRequest request, Mode mode, Fates fates, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("model", model.wire());
        new MessageWriter(backend, fates, out, model.asked()).write(request.messages());
        new SamplingFields(backend, fates, out).write(request);
        new ToolFields(backend, fates, out).write(request);
        new FormatField(backend, fates, out).write(request);
        if (mode == Mode.STREAM) {
            out.writeBooleanField("stream", true);
            out.writeObjectFieldStart("stream_options");
            out.writeBooleanField("include_usage", true);
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
