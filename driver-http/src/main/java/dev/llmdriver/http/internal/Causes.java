package dev.llmdriver.http.internal;

import dev.llmdriver.http.Redactor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Causes of errors without keys: parsers quote what they stumbled over, and a server may have echoed a key. */
final class Causes {
    private static final int DEPTH = 10;

    private Causes() {}

    /** Stands for an exception whose message held a key. */
    private static final class Quoted extends Exception {
        private static final long serialVersionUID = 1L;

        Quoted(Throwable original, Redactor redactor, @Nullable Throwable cause) {
            super(redactor.redact(String.valueOf(original)), cause);
            setStackTrace(original.getStackTrace());
        }
    }

    /** {@return what is to stand in place of an error's cause; empty if that holds no key} */
    static Optional<Throwable> clean(Throwable error, Redactor redactor) {
        Throwable cause = error.getCause();
        return cause == null || isClean(cause, redactor) ? Optional.empty() : Optional.of(quoted(cause, redactor, 0));
    }

    private static boolean isClean(Throwable first, Redactor redactor) {
        Throwable each = first;
        for (int depth = 0; each != null && depth < DEPTH; depth++) {
            String message = String.valueOf(each.getMessage());
            if (!redactor.redact(message).equals(message)) {
                return false;
            }
            each = each.getCause();
        }
        return true;
    }

    private static Throwable quoted(Throwable original, Redactor redactor, int depth) {
        Throwable cause = original.getCause();
        return new Quoted(
                original, redactor, cause == null || depth == DEPTH ? null : quoted(cause, redactor, depth + 1));
    }
}
