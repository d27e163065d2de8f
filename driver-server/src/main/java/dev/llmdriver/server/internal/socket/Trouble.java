package dev.llmdriver.server.internal.socket;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.chats.StoreException;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.openai.ErrorAnswer;
import dev.llmdriver.server.internal.openai.Errors;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * What went wrong, in words for a person.
 *
 * @param kind the word for programs
 * @param message what happened
 * @param remedy what to do
 * @param retryAfter when to come back, if known
 * @param attempts what was tried
 */
record Trouble(String kind, String message, String remedy, Optional<Duration> retryAfter, List<Attempt> attempts) {
    /**
     * Finds the words.
     *
     * @param knows whether the person may know the configuration, being at this machine, or having named it
     */
    static Trouble of(Throwable thrown, boolean knows) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof Refusal refusal) {
            String kind = refusal.code().orElse("invalid_request");
            return plain(kind, String.valueOf(refusal.getMessage()), "Change it, and ask again.");
        }
        if (failure instanceof StoreException) {
            String message =
                    knows ? String.valueOf(failure.getMessage()) : "conversations cannot be read or kept at present";
            return plain("store", sentence(message), "Try again in a moment.");
        }
        if (failure instanceof TimeoutException) {
            return plain("timeout", "The provider did not answer in time.", Remedies.of(ErrorKind.TIMEOUT));
        }
        return ofCall(LlmException.of(failure), knows);
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private static Trouble plain(String kind, String message, String remedy) {
        return new Trouble(kind, message, remedy, Optional.empty(), List.of());
    }

    private static Trouble ofCall(LlmException error, boolean knows) {
        LlmException first =
                error.kind() == ErrorKind.TARGETS_EXHAUSTED && error.getCause() instanceof LlmException primary
                        ? primary
                        : error;
        ErrorAnswer words = Errors.of(error, 500);
        boolean own = knows && first.kind() == ErrorKind.CONFIGURATION;
        return new Trouble(
                first.kind().wireName(),
                own ? String.valueOf(first.getMessage()) : words.message(),
                Remedies.of(first.kind()),
                words.retryAfter(),
                error.attempts());
    }

    /** {@return what tells it, in place of an answer of this type} */
    String frame(String type, String id, Frame.Fields more) {
        return Frame.of(type, id, json -> {
            json.writeObjectFieldStart("trouble");
            json.writeStringField("kind", kind);
            json.writeStringField("message", message);
            json.writeStringField("remedy", remedy);
            if (retryAfter.isPresent()) {
                json.writeNumberField("retryAfterMillis", retryAfter.get().toMillis());
            }
            json.writeEndObject();
            Report.attempts(json, attempts);
            more.write(json);
        });
    }
}
