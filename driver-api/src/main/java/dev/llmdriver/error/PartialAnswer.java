package dev.llmdriver.error;

import dev.llmdriver.Message;
import dev.llmdriver.Usage;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What had come of an answer when it broke off. Immutable. Java's serialisation, as part of an error, keeps the text alone. */
public final class PartialAnswer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Message message;
    private final transient @Nullable Usage usage;

    private PartialAnswer(Message message, @Nullable Usage usage) {
        this.message = Objects.requireNonNull(message, "message");
        this.usage = usage;
    }

    /**
     * Creates a partial answer without usage.
     *
     * @param message the parts that had come; only complete tool calls among them
     * @return the partial answer
     */
    public static PartialAnswer of(Message message) {
        return new PartialAnswer(message, null);
    }

    /**
     * Adds the tokens reported before the break.
     *
     * @param usage the counters seen so far
     * @return a copy with them, marked as partial
     */
    public PartialAnswer withUsage(Usage usage) {
        return new PartialAnswer(message, usage.asPartial());
    }

    /** {@return the parts that had come} */
    public Message message() {
        return message;
    }

    /** {@return the joined text that had come; may be empty} */
    public String text() {
        return message.text();
    }

    /** {@return the tokens reported before the break} */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    private Object writeReplace() {
        return new Written(text());
    }

    /** What is written instead. */
    private record Written(String text) implements Serializable {
        private Object readResolve() {
            return of(Message.assistant(text));
        }
    }

    @Override
    public String toString() {
        return "PartialAnswer[" + message.parts() + "]";
    }
}
