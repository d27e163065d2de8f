package dev.llmdriver.client;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What several answers took together, such as those of a loop of tools or of repairs. Immutable. */
public final class Totals {
    private final @Nullable Usage usage;
    private final List<Attempt> attempts;
    private final List<Warning> warnings;

    private Totals(@Nullable Usage usage, List<Attempt> attempts, List<Warning> warnings) {
        this.usage = usage;
        this.attempts = attempts;
        this.warnings = warnings;
    }

    /** {@return the totals of some answers} */
    public static Totals of(List<ChatResponse> answers) {
        List<Usage> reported =
                answers.stream().flatMap(answer -> answer.usage().stream()).toList();
        return new Totals(
                reported.isEmpty() ? null : sum(reported, reported.size() < answers.size()),
                answers.stream().flatMap(answer -> answer.attempts().stream()).toList(),
                answers.stream()
                        .flatMap(answer -> answer.warnings().stream())
                        .distinct()
                        .toList());
    }

    /** {@return a copy with the attempts of a call before them that gave no answer} */
    public Totals after(List<Attempt> earlier) {
        List<Attempt> all = new ArrayList<>(earlier);
        all.addAll(attempts);
        return new Totals(usage, List.copyOf(all), warnings);
    }

    /** {@return the tokens of all answers; partial if some answer did not report them; empty if none reported any} */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** {@return every request that left the process, those of the first answer first; numbers count within one answer} */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** {@return what went otherwise than asked, each once} */
    public List<Warning> warnings() {
        return warnings;
    }

    private static Usage sum(List<Usage> reported, boolean missing) {
        Usage.Builder sum = Usage.builder();
        boolean input = add(reported, Usage::input, sum::input);
        boolean output = add(reported, Usage::output, sum::output);
        boolean total = add(reported, Usage::total, sum::total);
        add(reported, Usage::cachedInput, sum::cachedInput); // who has none often leaves them out
        add(reported, Usage::reasoning, sum::reasoning);
        boolean partial =
                missing || !input || !output || !total || reported.stream().anyMatch(Usage::isPartial);
        return sum.partial(partial).build();
    }

    /** {@return whether all reported the counter, or none did} */
    private static boolean add(List<Usage> reported, Function<Usage, OptionalLong> counter, LongConsumer sum) {
        List<Long> counts = reported.stream()
                .map(counter)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (counts.isEmpty()) {
            return true;
        }
        sum.accept(counts.stream().mapToLong(Long::longValue).sum());
        return counts.size() == reported.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Totals that
                && Objects.equals(usage, that.usage)
                && attempts.equals(that.attempts)
                && warnings.equals(that.warnings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(usage, attempts, warnings);
    }

    @Override
    public String toString() {
        return "Totals[" + usage + ", " + attempts.size() + " attempts, " + warnings.size() + " warnings]";
    }
}
