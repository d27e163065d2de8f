package dev.llmdriver.client.batch;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one line of a batch's input: an answer or a failure, never both. Immutable. */
public final class BatchLine {
    private final Entry entry;
    private final @Nullable ChatResponse answer;
    private final @Nullable LlmException failure;

    BatchLine(Outcome<Entry> outcome) {
        this.entry = outcome.work();
        this.answer = outcome.answer();
        this.failure = outcome.failure();
    }

    /** {@return the line's number in the input, from 1; blank lines count} */
    public int number() {
        return entry.line();
    }

    /** {@return the line as it stands in the input} */
    public String input() {
        return entry.text();
    }

    /** {@return the answer; empty if there is none} */
    public Optional<ChatResponse> answer() {
        return Optional.ofNullable(answer);
    }

    /** {@return why there is no answer; empty if there is one} */
    public Optional<LlmException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * {@return whether the line had been sent before by a run that ended before the answer was written, so that the provider may have
     * billed it more than once}
     */
    public boolean possiblyBilledTwice() {
        return entry.inDoubt();
    }

    @Override
    public String toString() {
        return "BatchLine[" + number() + ", "
                + failure().map(why -> why.kind().wireName()).orElse("answered") + "]";
    }
}
