package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinError.Kind;
import dev.llmdriver.testkit.TwinModel;
import org.jspecify.annotations.Nullable;

/** What the servers refuse. */
final class ChatRules {
    private ChatRules() {}

    /** {@return the refusal, or null if there is nothing to refuse} */
    static @Nullable Reply refuse(ChatAsk ask, HuggingFaceDialect dialect, Catalogue catalogue) {
        if (!ask.body().isObject()) {
            return dialect.error(new TwinError(Kind.INVALID, "the body is not a JSON object"));
        }
        if (isTgi(dialect)) {
            return refuseAsTgi(ask.body());
        }
        Reply refusal = refuseModel(ask, dialect, catalogue);
        if (refusal == null && ask.messages().isEmpty()) {
            return dialect.error(new TwinError(Kind.INVALID, "messages must not be empty"));
        }
        return refusal;
    }

    private static @Nullable Reply refuseModel(ChatAsk ask, HuggingFaceDialect dialect, Catalogue catalogue) {
        TwinModel model = catalogue.find(ask.model());
        if (dialect == HuggingFaceDialect.VLLM) {
            return model == null ? dialect.error(new TwinError(Kind.UNKNOWN_MODEL, ask.model())) : null;
        }
        if (!dialect.isRouter()) {
            return null; // llama.cpp and SGLang answer with what they have
        }
        if (model == null) {
            return unknown(ask, dialect);
        }
        if (model.kind() == TwinModel.Kind.EMBEDDING) {
            return HuggingFaceErrors.notChatModel(ask.model());
        }
        return Catalogue.serves(model, ask.model()) ? null : unknown(ask, dialect);
    }

    private static Reply unknown(ChatAsk ask, HuggingFaceDialect dialect) {
        if (ask.isHfInference()) {
            return HuggingFaceErrors.modelDoesNotExist(ask.model());
        }
        return ask.pinnedProvider().isEmpty()
                ? dialect.error(new TwinError(Kind.UNKNOWN_MODEL, ask.model()))
                : HuggingFaceErrors.providerDoesNotServe(ask.pinnedProvider());
    }

    /** Things that OpenAI allows and TGI does not: wrong types fail while reading, wrong values after it. */
    private static @Nullable Reply refuseAsTgi(JsonNode body) {
        if (!body.path("messages").isArray()) {
            return HuggingFaceErrors.unreadableBody("missing field `messages`");
        }
        if (body.path("stop").isTextual()) {
            return HuggingFaceErrors.unreadableBody("stop: invalid type: string, expected a sequence");
        }
        if (body.path("logit_bias").isObject()) {
            return HuggingFaceErrors.unreadableBody("logit_bias: invalid type: map, expected a sequence");
        }
        if (body.path("seed").asLong() < 0) {
            return HuggingFaceErrors.unreadableBody("seed: invalid value: integer, expected u64");
        }
        if (body.has("stream") && !body.path("stream").isBoolean()) {
            return HuggingFaceErrors.unreadableBody("stream: invalid type, expected a boolean");
        }
        JsonNode format = body.path("response_format");
        if (!format.path("type").asText("text").equals("text") && !format.has("value")) {
            return HuggingFaceErrors.unreadableBody("response_format: missing field `value`");
        }
        if (format.has("value") && !body.path("tools").isEmpty()) {
            return Reply.json(
                    422, "{\"error\":\"Grammar and tools are mutually exclusive\",\"error_type\":\"tool_error\"}");
        }
        JsonNode topP = body.path("top_p");
        return topP.isNumber() && (topP.asDouble() <= 0 || topP.asDouble() >= 1)
                ? HuggingFaceErrors.validation("`top_p` must be > 0.0 and < 1.0")
                : null;
    }

    static boolean isTgi(HuggingFaceDialect dialect) {
        return dialect == HuggingFaceDialect.TGI_2_0
                || dialect == HuggingFaceDialect.TGI_3_1
                || dialect == HuggingFaceDialect.TGI_3_3;
    }
}
