package dev.llmdriver.huggingface.internal.embedding;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRoute.Form;
import dev.llmdriver.huggingface.internal.request.ChatRequestCodec;
import java.io.IOException;
import java.util.List;

/** Writes a batch of texts. Parameters of the task stand beside {@code inputs}, not under {@code parameters}. */
public final class EmbeddingRequestCodec {
    private EmbeddingRequestCodec() {}

    /** Writes a part of a request's texts. */
    public static EncodedRequest encode(EmbeddingRequest request, List<String> texts, Form form, String model) {
        Fates fates = new Fates();
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            if (form == Form.OPENAI) {
                out.writeStringField("model", model);
            }
            texts(out, form == Form.OPENAI ? "input" : "inputs", texts);
            truncate(request, form, out, fates);
            dimensions(request, form, out, fates);
            out.writeEndObject();
        });
        request.purpose()
                .ifPresent(purpose -> fates.dropped(
                        "purpose", "the model's prompts have names of their own: set the extra prompt_name"));
        return new EncodedRequest(
                ExtraFields.merge(body, request.extras(ChatRequestCodec.DRIVER), fates), fates.list());
    }

    private static void texts(JsonGenerator out, String field, List<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static void truncate(EmbeddingRequest request, Form form, JsonGenerator out, Fates fates)
            throws IOException {
        if (request.truncate().isEmpty()) {
            return;
        }
        if (form == Form.OPENAI) {
            fates.dropped("truncate", "/v1/embeddings has no such setting; embeddings=tei has");
        } else {
            out.writeBooleanField("truncate", request.truncate().get());
            fates.sent("truncate");
        }
    }

    private static void dimensions(EmbeddingRequest request, Form form, JsonGenerator out, Fates fates)
            throws IOException {
        if (request.dimensions().isEmpty()) {
            return;
        }
        if (form == Form.FEATURES) {
            fates.dropped("dimensions", "hf-inference has no such setting");
        } else {
            out.writeNumberField("dimensions", request.dimensions().getAsInt());
            fates.sent("dimensions");
        }
    }
}
