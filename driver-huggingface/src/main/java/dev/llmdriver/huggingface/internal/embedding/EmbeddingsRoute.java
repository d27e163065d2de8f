package dev.llmdriver.huggingface.internal.embedding;

import java.util.Arrays;
import java.util.Locale;

/** Where a dedicated endpoint is asked for vectors. */
public enum EmbeddingsRoute {
    /** {@code /v1/embeddings}, and {@code /embed} if that does not exist there. The default. */
    AUTO,
    /** {@code /v1/embeddings}: vLLM, SGLang, llama.cpp, Text Embeddings Inference. */
    OPENAI,
    /** {@code /embed}: Text Embeddings Inference's own form, which can also truncate and name a prompt. */
    TEI;

    /**
     * Reads a route's name.
     *
     * @param text {@code auto}, {@code openai} or {@code tei}
     * @return the route
     * @throws IllegalArgumentException naming those there are
     */
    public static EmbeddingsRoute parse(String text) {
        return Arrays.stream(values())
                .filter(route -> route.name().equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("expected auto, openai or tei, but got '" + text + "'"));
    }

    /** {@return the name as it stands in a configuration} */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
