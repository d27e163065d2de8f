package dev.llmdriver;

/** Something a model may be able to do. May gain values. */
public enum Capability {
    /** Answer as a stream. */
    STREAMING,
    /** Follow system messages. */
    SYSTEM_MESSAGES,
    /** Call tools. */
    TOOLS,
    /** Be forced to call some tool, or a certain one. */
    TOOL_CHOICE,
    /** Call several tools in one answer. */
    PARALLEL_TOOL_CALLS,
    /** Answer with some JSON object. */
    JSON,
    /** Answer with JSON by a schema. */
    JSON_SCHEMA,
    /** Look at images. */
    IMAGE_INPUT,
    /** Listen to sound. */
    AUDIO_INPUT,
    /** Watch video. */
    VIDEO_INPUT,
    /** Read documents such as PDF. */
    DOCUMENT_INPUT,
    /** Show its reasoning. */
    REASONING,
    /** Sample repeatably by a seed. */
    SEED,
    /** Report the probabilities of tokens. */
    LOGPROBS,
    /** Count tokens without answering. */
    TOKEN_COUNTING,
    /** Turn texts into vectors. */
    EMBEDDINGS
}
