package dev.llmdriver.huggingface.internal.request;

import static dev.llmdriver.huggingface.internal.request.Rule.AUDIO_AND_VIDEO;
import static dev.llmdriver.huggingface.internal.request.Rule.EFFORT_MAX;
import static dev.llmdriver.huggingface.internal.request.Rule.FIVE_LOGPROBS;
import static dev.llmdriver.huggingface.internal.request.Rule.FORMAT_OR_TOOLS;
import static dev.llmdriver.huggingface.internal.request.Rule.FOUR_STOPS;
import static dev.llmdriver.huggingface.internal.request.Rule.NO_PRESENCE_PENALTY;
import static dev.llmdriver.huggingface.internal.request.Rule.NO_REASONING_EFFORT;
import static dev.llmdriver.huggingface.internal.request.Rule.NO_TOP_K;
import static dev.llmdriver.huggingface.internal.request.Rule.ONE_TOOL_CALL;
import static dev.llmdriver.huggingface.internal.request.Rule.PENALTIES_TO_TWO;
import static dev.llmdriver.huggingface.internal.request.Rule.SEED_NOT_NEGATIVE;
import static dev.llmdriver.huggingface.internal.request.Rule.TEMPERATURE_TO_TWO;
import static dev.llmdriver.huggingface.internal.request.Rule.TEXT_OR_CALLS;
import static dev.llmdriver.huggingface.internal.request.Rule.TOP_P_BELOW_ONE;

import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Who reads a request, and by which rules.
 *
 * @param name in words, for explanations
 * @param rules how it differs from OpenAI
 * @param format how it wants to be asked for JSON
 */
record Backend(String name, Set<Rule> rules, FormatDialect format) {
    private static final Set<Rule> TGI_RULES = EnumSet.of(
            TOP_P_BELOW_ONE,
            SEED_NOT_NEGATIVE,
            FOUR_STOPS,
            FIVE_LOGPROBS,
            PENALTIES_TO_TWO,
            NO_PRESENCE_PENALTY,
            NO_TOP_K,
            NO_REASONING_EFFORT,
            ONE_TOOL_CALL,
            TEXT_OR_CALLS,
            FORMAT_OR_TOOLS);

    private static final Backend ROUTER = new Backend(
            "the router",
            EnumSet.of(FOUR_STOPS, FIVE_LOGPROBS, TEMPERATURE_TO_TWO, PENALTIES_TO_TWO, SEED_NOT_NEGATIVE, NO_TOP_K),
            FormatDialect.OPENAI);

    /** An engine nobody named: nothing that any engine refuses, as long as the meaning can be kept. */
    private static final Backend UNKNOWN = new Backend(
            "a dedicated endpoint of unknown engine",
            EnumSet.of(TOP_P_BELOW_ONE, SEED_NOT_NEGATIVE, TEXT_OR_CALLS),
            FormatDialect.OPENAI);

    private static final Map<String, FormatDialect> PROVIDER_FORMATS = Map.of(
            "together", FormatDialect.SCHEMA_BESIDE,
            "fireworks-ai", FormatDialect.OBJECT_WITH_SCHEMA,
            "cohere", FormatDialect.OBJECT_WITH_SCHEMA);

    static Backend of(Endpoint endpoint) {
        return switch (endpoint.kind()) {
            case ROUTER -> ROUTER;
            case PINNED ->
                new Backend(
                        endpoint.provider(),
                        EnumSet.of(NO_TOP_K),
                        PROVIDER_FORMATS.getOrDefault(endpoint.provider(), FormatDialect.OPENAI));
            case HF_INFERENCE -> new Backend("hf-inference (TGI)", TGI_RULES, FormatDialect.GRAMMAR);
            case DEDICATED -> engine(endpoint);
        };
    }

    private static Backend engine(Endpoint endpoint) {
        return switch (endpoint.dialect()) {
            case TGI -> new Backend("TGI", TGI_RULES, FormatDialect.GRAMMAR);
            case VLLM -> new Backend("vLLM", EnumSet.of(EFFORT_MAX, AUDIO_AND_VIDEO), FormatDialect.OPENAI);
            case SGLANG -> new Backend("SGLang", EnumSet.noneOf(Rule.class), FormatDialect.OPENAI);
            case LLAMACPP -> new Backend("llama.cpp", EnumSet.noneOf(Rule.class), FormatDialect.OPENAI);
            case AUTO, CUSTOM_INPUTS -> UNKNOWN;
        };
    }

    boolean has(Rule rule) {
        return rules.contains(rule);
    }
}
