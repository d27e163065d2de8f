package dev.llmdriver.soak;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.Limit.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be booked for the attempts of a limited call, in tokens and in nano-dollars. The rule is that of the documentation, worked
 * out anew: what the provider counted for a whole answer, nothing for what it turned down unread, and the whole reservation where nobody
 * knows, which are cancelled, cut, failed and uncounted attempts.
 *
 * @param operation the call
 * @param answered whether its caller got the answer
 * @param begun whether an answer had begun when it failed
 */
record Dues(Operation operation, boolean answered, boolean begun) {
    /** What this test's servers say of requests that they did not read. */
    private static final Set<ErrorKind> TURNED_DOWN =
            Set.of(ErrorKind.RATE_LIMITED, ErrorKind.OVERLOADED, ErrorKind.MODEL_LOADING);

    /** What is reserved for the template around a text. */
    private static final long AROUND = 32;

    private static final long BYTES_OF_A_TOKEN = 4;
    /** Words in the two texts of an embedding, each of which is a token to the twins. */
    private static final long WORDS = 5;

    static Dues of(Operation operation, Ending ending) {
        boolean begun = ending.failure() != null
                && ending.failure()
                        .partial()
                        .filter(some -> !some.message().parts().isEmpty())
                        .isPresent();
        return new Dues(operation, ending.text() != null, begun);
    }

    /** {@return what an attempt reserves, which tells the calls of a lap apart} */
    long reserved(Unit unit) {
        boolean embeds = operation.way().isEmbedding();
        long input = embeds ? 0 : AROUND; // a chat's text is a part of a message
        for (String text : embeds ? operation.texts() : List.of(operation.prompt())) {
            input += AROUND + text.getBytes(StandardCharsets.UTF_8).length;
        }
        long output = embeds ? 0 : operation.maxTokens().orElseThrow();
        return unit == Unit.USD ? Setup.nanos(input, output) : input / BYTES_OF_A_TOKEN + 1 + output;
    }

    /** {@return what is booked for an answer: what the servers count} */
    long counted(Unit unit) {
        boolean embeds = operation.way().isEmbedding();
        long input = embeds ? WORDS : Scene.INPUT;
        long output = embeds ? 0 : Scene.OUTPUT;
        return unit == Unit.USD ? Setup.nanos(input, output) : input + output;
    }

    /**
     * Compares what was booked with what must be.
     *
     * @param unit of what
     * @param attempts the call's, by its ledger
     * @param booked for its reservations, in order; those that never left stand there with nothing
     * @return what is wrong, if anything
     */
    Optional<String> complaint(Unit unit, List<Attempt> attempts, List<Long> booked) {
        List<Long> something = booked.stream().filter(amount -> amount != 0).toList();
        return allowed(unit, attempts).contains(something)
                ? Optional.empty()
                : Optional.of(this + " was booked " + booked + " " + unit.wireName() + " instead of one of "
                        + allowed(unit, attempts) + ", by attempts " + attempts);
    }

    private List<List<Long>> allowed(Unit unit, List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return List.of(List.of());
        }
        List<Long> before = new ArrayList<>();
        for (Attempt attempt : attempts.subList(0, attempts.size() - 1)) {
            before.add(isTurnedDown(attempt) ? 0 : reserved(unit));
        }
        return last(unit, attempts.get(attempts.size() - 1)).stream()
                .map(end -> {
                    List<Long> all = new ArrayList<>(before);
                    all.add(end);
                    all.removeIf(amount -> amount == 0);
                    return List.copyOf(all);
                })
                .toList();
    }

    /** Who gives up while an attempt ends may be a moment too early, and then its end is not known. */
    private Set<Long> last(Unit unit, Attempt attempt) {
        Set<Long> amounts = new TreeSet<>();
        boolean raced = operation.whim().cancels() || operation.isShort();
        boolean turnedDown = isTurnedDown(attempt) && !(begun && isInsideAnAnswer(attempt));
        if (answered || (raced && attempt.error().isEmpty())) {
            amounts.add(counted(unit));
        }
        if (!answered && turnedDown) {
            amounts.add(0L);
        }
        if (!answered && (raced || !turnedDown)) {
            amounts.add(reserved(unit));
        }
        return amounts;
    }

    /** An error that came late stands in an answer; one with a status of its own turned the attempt down, whatever came before. */
    private static boolean isInsideAnAnswer(Attempt attempt) {
        return attempt.status().orElse(0) == 200;
    }

    private static boolean isTurnedDown(Attempt attempt) {
        return attempt.error().filter(TURNED_DOWN::contains).isPresent();
    }
}
