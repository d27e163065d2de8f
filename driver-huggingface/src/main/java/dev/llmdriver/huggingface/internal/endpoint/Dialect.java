package dev.llmdriver.huggingface.internal.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engine behind a dedicated endpoint, which decides what a request may hold. */
public enum Dialect {
    /** Unknown: only what every engine takes is sent. */
    AUTO,
    /** Text Generation Inference. */
    TGI,
    /** vLLM. */
    VLLM,
    /** SGLang. */
    SGLANG,
    /** The server of llama.cpp. */
    LLAMACPP,
    /** A custom handler or the tasks' API: {@code {"inputs": …}} in, free-form answers out. */
    CUSTOM_INPUTS;

    /**
     * Reads a dialect's name.
     *
     * @param text such as {@code vllm} or {@code custom-inputs}
     * @return the dialect
     * @throws IllegalArgumentException naming those there are
     */
    public static Dialect parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(dialect -> dialect.optionName().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("expected one of " + names() + ", but got '" + text + "'"));
    }

    /** {@return the name as it stands in a configuration} */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names() {
        return Arrays.stream(values()).map(Dialect::optionName).collect(Collectors.joining(", "));
    }
}
