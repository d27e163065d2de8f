package dev.llmdriver.huggingface.internal.request;

/** A way in which a backend's requests differ from OpenAI's (wire page 2). */
enum Rule {
    /** Text Generation Inference wants {@code top_p} strictly between 0 and 1. */
    TOP_P_BELOW_ONE,
    /** Seeds are unsigned. */
    SEED_NOT_NEGATIVE,
    /** At most four stop texts. */
    FOUR_STOPS,
    /** At most five alternatives of a token. */
    FIVE_LOGPROBS,
    /** The temperature is at most 2. */
    TEMPERATURE_TO_TWO,
    /** The penalties are from -2 to 2. */
    PENALTIES_TO_TWO,
    /** {@code presence_penalty} would be taken for {@code repetition_penalty} less 2. */
    NO_PRESENCE_PENALTY,
    /** There is no {@code top_k} in chat. */
    NO_TOP_K,
    /** Nothing like a reasoning effort. */
    NO_REASONING_EFFORT,
    /** The highest effort is {@code max} instead of {@code xhigh}. */
    EFFORT_MAX,
    /** At most one tool call in an answer. */
    ONE_TOOL_CALL,
    /** An assistant message holds either text or tool calls. */
    TEXT_OR_CALLS,
    /** A grammar cannot be combined with tools. */
    FORMAT_OR_TOOLS,
    /** Sound and video are taken as parts of a user's message. */
    AUDIO_AND_VIDEO
}
