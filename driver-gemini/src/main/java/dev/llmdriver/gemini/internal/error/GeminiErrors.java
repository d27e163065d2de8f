package dev.llmdriver.gemini.internal.error;

import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorTable;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Turns what Gemini says into typed errors: the parser of bodies in front of {@link ErrorRows}. */
public final class GeminiErrors implements ErrorClassifier {
    /** The type under which a prompt's {@code blockReason} is classified. */
    public static final String BLOCK_REASON = "blockReason";

    /** The type under which a {@code finishReason} is classified that leaves no answer. */
    public static final String FINISH_REASON = "finishReason";

    private final ErrorTable table;

    /**
     * Makes the table.
     *
     * @param clock tells the time of day, for quotas that begin anew at midnight
     * @param isOtherThanChat whether a model, such as {@code models/x}, is known to exist, and not to chat
     */
    public GeminiErrors(Supplier<Instant> clock, Predicate<String> isOtherThanChat) {
        this.table = ErrorTable.of(() -> new ErrorRows(clock, isOtherThanChat).all());
    }

    /** {@return the ordered rows} */
    public ErrorTable table() {
        return table;
    }

    @Override
    public LlmExceptionBuilder classify(ErrorFacts facts) {
        return table.classify(ErrorBodyParser.parse(facts));
    }

    /** {@inheritDoc} An array of one, too (wire page 3.4). */
    @Override
    public boolean isError(ErrorFacts facts) {
        return ErrorBodyParser.isError(facts.json());
    }
}
