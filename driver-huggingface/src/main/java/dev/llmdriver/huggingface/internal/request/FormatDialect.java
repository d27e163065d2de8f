package dev.llmdriver.huggingface.internal.request;

/** The ways to ask for JSON by a schema (wire page 1.3 and 2). */
enum FormatDialect {
    /** {@code {"type":"json_schema","json_schema":{"name","schema","strict"}}}. */
    OPENAI,
    /** {@code {"type":"json_schema","schema":S}}: Together. */
    SCHEMA_BESIDE,
    /** {@code {"type":"json_object","schema":S}}: Fireworks, Cohere. */
    OBJECT_WITH_SCHEMA,
    /** {@code {"type":"json_object","value":S}}: every version of Text Generation Inference. */
    GRAMMAR
}
