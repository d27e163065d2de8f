package dev.llmdriver.client.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.LlmException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the attempts of earlier calls on the error of a later one. */
public final class EarlierAttempts {
    private EarlierAttempts() {}

    /** {@return the same error with these attempts before its own} */
    public static LlmException before(LlmException error, List<Attempt> earlier) {
        if (earlier.isEmpty()) {
            return error;
        }
        List<Attempt> all = new ArrayList<>(earlier);
        all.addAll(error.attempts());
        LlmException richer = error.toBuilder().attempts(all).build();
        richer.setStackTrace(error.getStackTrace());
        return richer;
    }
}
