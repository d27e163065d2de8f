package dev.llmdriver.huggingface.internal.endpoint;

/** The kinds of endpoints, as the wire page's section 1.1 lists them. */
public enum EndpointKind {
    /** A: the router chooses the provider. */
    ROUTER,
    /** B: the router passes on to one provider's own address. */
    PINNED,
    /** C: Hugging Face's own, formerly the serverless inference API. */
    HF_INFERENCE,
    /** D: a machine of the caller's own, or any server that speaks like one. */
    DEDICATED
}
