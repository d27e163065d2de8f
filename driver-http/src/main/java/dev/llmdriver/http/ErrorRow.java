package dev.llmdriver.http;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of an {@link ErrorTable}: conditions, and what an error that meets them is. All conditions of different sorts must hold; of
 * those of one sort (statuses, codes, texts), one. Immutable.
 */
public final class ErrorRow {
    private final String id;
    private final ErrorKind kind;
    private final String summary;
    private final String remedy;
    private final String reason;
    private final Advice advice;
    private final List<Predicate<ErrorFacts>> conditions;
    private final Function<ErrorFacts, Optional<Duration>> hint;
    private final boolean catchAll;

    private ErrorRow(Builder builder) {
        this.id = builder.id;
        this.kind = builder.kind;
        this.summary = builder.summary;
        this.remedy = builder.remedy;
        this.reason = builder.reason;
        this.advice = builder.advice == null ? builder.kind.advice() : builder.advice;
        this.conditions = builder.allConditions();
        this.hint = builder.hint;
        this.catchAll = builder.catchAll;
    }

    /**
     * Starts a row.
     *
     * @param id unique in its table, such as {@code gated}
     * @param kind what it is
     * @param summary what happened, in a few words, such as {@code the provider refused the key}
     * @return a builder of a row that everything meets
     */
    public static Builder builder(String id, ErrorKind kind, String summary) {
        return new Builder(id, kind, summary);
    }

    /** {@return the row's id, unique in its table} */
    public String id() {
        return id;
    }

    /** {@return what an error that meets the conditions is} */
    public ErrorKind kind() {
        return kind;
    }

    /** {@return the finer shade; empty if there is none} */
    public String reason() {
        return reason;
    }

    /** {@return what is best done next} */
    public Advice advice() {
        return advice;
    }

    /** {@return what happened, in a few words} */
    public String summary() {
        return summary;
    }

    /** {@return what a person can do; may be empty} */
    public String remedy() {
        return remedy;
    }

    /** {@return whether it stands for everything that no other row knows} */
    public boolean isCatchAll() {
        return catchAll;
    }

    /** {@return the time to wait, from the facts' own or from the row's} */
    public Optional<Duration> hint(ErrorFacts facts) {
        return hint.apply(facts);
    }

    /** {@return whether all conditions hold} */
    public boolean matches(ErrorFacts facts) {
        return conditions.stream().allMatch(condition -> condition.test(facts));
    }

    @Override
    public String toString() {
        return "ErrorRow[" + id + " -> " + kind.wireName() + (reason.isEmpty() ? "" : "/" + reason) + "]";
    }

    /** Puts a row together. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final ErrorKind kind;
        private final String summary;
        private String remedy = "";
        private String reason = "";
        private @Nullable Advice advice;
        private final List<Predicate<ErrorFacts>> statuses = new ArrayList<>();
        private final List<Predicate<ErrorFacts>> codes = new ArrayList<>();
        private final List<Predicate<ErrorFacts>> texts = new ArrayList<>();
        private final List<Predicate<ErrorFacts>> others = new ArrayList<>();
        private Function<ErrorFacts, Optional<Duration>> hint = ErrorFacts::retryAfter;
        private boolean catchAll;

        private Builder(String id, ErrorKind kind, String summary) {
            this.id = Objects.requireNonNull(id, "id");
            this.kind = Objects.requireNonNull(kind, "kind");
            this.summary = Objects.requireNonNull(summary, "summary");
        }

        /** Demands one of these statuses; 0 is an error inside a stream. */
        public Builder status(int... anyOf) {
            for (int status : anyOf) {
                statuses.add(facts -> facts.status() == status);
            }
            return this;
        }

        /** Demands a status from the first to the last, both included. */
        public Builder statusBetween(int first, int last) {
            statuses.add(facts -> facts.status() >= first && facts.status() <= last);
            return this;
        }

        /** Demands one of these as the provider's code or type, without regard to case. */
        public Builder code(String... anyOf) {
            for (String code : anyOf) {
                codes.add(facts ->
                        facts.code().equalsIgnoreCase(code) || facts.type().equalsIgnoreCase(code));
            }
            return this;
        }

        /** Demands that the message, or the body if there is none, holds one of these, without regard to case. */
        public Builder text(String... anyOf) {
            for (String text : anyOf) {
                String lower = text.toLowerCase(Locale.ROOT);
                texts.add(facts -> facts.text().contains(lower));
            }
            return this;
        }

        /** Demands, as one of the texts, that a pattern is found in the lower-case message or body. */
        public Builder pattern(String lowerCaseRegex) {
            Pattern pattern = Pattern.compile(lowerCaseRegex);
            texts.add(facts -> pattern.matcher(facts.text()).find());
            return this;
        }

        /** Demands something else besides. */
        public Builder when(Predicate<ErrorFacts> condition) {
            others.add(Objects.requireNonNull(condition, "condition"));
            return this;
        }

        /** Sets the finer shade. */
        public Builder reason(String reason) {
            this.reason = Objects.requireNonNull(reason, "reason");
            return this;
        }

        /** Sets what is best done next, where it differs from the kind's usual advice. */
        public Builder advice(Advice advice) {
            this.advice = Objects.requireNonNull(advice, "advice");
            return this;
        }

        /** Sets how the time to wait is found, in place of {@link ErrorFacts#retryAfter()}. */
        public Builder hint(Function<ErrorFacts, Optional<Duration>> hint) {
            this.hint = Objects.requireNonNull(hint, "hint");
            return this;
        }

        /** Sets what a person can do, such as {@code set HF_TOKEN}. */
        public Builder remedy(String remedy) {
            this.remedy = Objects.requireNonNull(remedy, "remedy");
            return this;
        }

        Builder catchAll() {
            this.catchAll = true;
            return this;
        }

        private List<Predicate<ErrorFacts>> allConditions() {
            List<Predicate<ErrorFacts>> all = new ArrayList<>(others);
            for (List<Predicate<ErrorFacts>> sort : List.of(statuses, codes, texts)) {
                if (!sort.isEmpty()) {
                    List<Predicate<ErrorFacts>> anyOf = List.copyOf(sort);
                    all.add(facts -> anyOf.stream().anyMatch(condition -> condition.test(facts)));
                }
            }
            return List.copyOf(all);
        }

        /** {@return the row} */
        public ErrorRow build() {
            return new ErrorRow(this);
        }
    }
}
