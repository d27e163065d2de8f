package dev.llmdriver.benchmarks;

/** What is spoken on the wire. */
public enum Protocol {
    OPENAI,
    OLLAMA,
    GEMINI
}
