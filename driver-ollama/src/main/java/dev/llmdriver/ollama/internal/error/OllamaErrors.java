package dev.llmdriver.ollama.internal.error;

import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorTable;

/** Turns what Ollama and its cloud say into typed errors: the parser of bodies in front of {@link ErrorRows}. Thread-safe. */
public final class OllamaErrors implements ErrorClassifier {
    private final ErrorTable table = ErrorTable.of(ErrorRows::all);

    /** Makes the table. */
    public OllamaErrors() {}

    /** {@return the ordered rows} */
    public ErrorTable table() {
        return table;
    }

    @Override
    public LlmExceptionBuilder classify(ErrorFacts facts) {
        return table.classify(ErrorText.parse(facts));
    }
}
