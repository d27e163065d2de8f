package dev.llmdriver.soak;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One call: whom it asks, how, and what its caller does meanwhile. All of it follows from the seed and the number.
 *
 * @param number which call
 * @param key what stands in its prompt, so that servers know it; kept answers share one
 * @param wire whose model
 * @param sort what stands around the model
 * @param way how it is asked
 * @param whim what the caller does
 * @param pause before the caller does that
 * @param events after how many events
 * @param demand how many events are asked for at a time
 * @param stalls whether servers may fall silent, so that time is short
 */
record Operation(
        long number,
        String key,
        Wire wire,
        Sort sort,
        Way way,
        Whim whim,
        Duration pause,
        int events,
        int demand,
        boolean stalls) {
    private static final int QUESTIONS = 12;
    /** The most calls of a lap: so many sizes there are. */
    static final int SIZES = 10_000;

    private static final int LEAST_TOKENS = 2000;
    private static final int LONGEST_KEY = 20;
    private static final Duration SHORT = Duration.ofMillis(300);
    /** So long that no loaded machine needs it. */
    static final Duration LONG = Duration.ofMinutes(10);

    static Operation of(long seed, long number) {
        Chance chance = Chance.of(seed, "operation", number);
        Wire wire = chance.any(Wire.values());
        Way way = chance.any(Way.values());
        Sort sort = chance.any(Sort.values());
        if (way.isEmbedding() && (sort == Sort.CACHED || sort == Sort.FALLBACK)) {
            sort = Sort.PLAIN; // embeddings have neither
        }
        String key = sort == Sort.CACHED ? wire.id() + chance.between(1, QUESTIONS) : "n" + number;
        Whim whim = whim(chance, way);
        Duration pause = Duration.ofNanos((long) Math.pow(10, chance.between(0, 800) / 100.0));
        boolean stalls = sort != Sort.CACHED && chance.percent(12);
        return new Operation(
                number, key, wire, sort, way, whim, pause, chance.between(1, 9), chance.between(1, 5), stalls);
    }

    private static Whim whim(Chance chance, Way way) {
        if (chance.percent(55)) {
            return Whim.NONE;
        }
        Whim whim = chance.any(Whim.values());
        if (whim == Whim.ABANDON && way == Way.FOR_EACH) {
            return Whim.THROW; // there is no other way to leave it
        }
        boolean atEvent = whim == Whim.CANCEL_AT_EVENT || whim == Whim.THROW || whim == Whim.ABANDON;
        return atEvent && !way.seesEvents() ? Whim.CANCEL_LATER : whim;
    }

    /** {@return the time for the whole call} */
    Duration deadline() {
        return isShort() ? SHORT : LONG;
    }

    /** {@return what is asked} */
    String prompt() {
        return Served.prompt(key, stalls);
    }

    /** {@return the texts of an embedding, for limited models of a length that no other call of the lap has} */
    List<String> texts() {
        int filler = sort == Sort.LIMITED ? 2 * (LONGEST_KEY - key.length()) + 4 * size() : 0;
        return List.of(prompt(), "and " + key + "x".repeat(filler));
    }

    /** {@return the most tokens of an answer, for limited models a number that no other call of the lap has; others have a default} */
    OptionalInt maxTokens() {
        return sort == Sort.LIMITED ? OptionalInt.of(LEAST_TOKENS + 4 * size()) : OptionalInt.empty();
    }

    private int size() {
        return (int) (number % SIZES);
    }

    /** {@return the name of the configured model that is asked} */
    String model() {
        return sort.model(wire) + (way.isEmbedding() ? "-embed" : "");
    }

    /** Whether it can run out of time without anybody's fault. */
    boolean isShort() {
        return stalls || whim.runsOutOfTime();
    }

    /** {@return the words of the answer, the same for the same key; few or many} */
    static String text(String key) {
        Chance chance = Chance.of(7, key, 0);
        int words = chance.percent(10) ? chance.between(500, 1500) : chance.between(1, 40);
        return IntStream.range(0, words)
                .mapToObj(i -> chance.any("snow", "lait", "Öl", "naïve", "水", "😀", "\\n", "\"q\"", "€") + i)
                .collect(Collectors.joining(" ", key + ": ", "."));
    }
}
