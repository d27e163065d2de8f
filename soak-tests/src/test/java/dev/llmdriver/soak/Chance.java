package dev.llmdriver.soak;

import java.util.Random;

/** Random choices that are the same for the same seed, whatever runs beside. */
final class Chance {
    private final Random random;

    private Chance(long seed) {
        random = new Random(seed);
    }

    /** {@return the choices about one thing, named by a text and a number} */
    static Chance of(long seed, String what, long number) {
        return new Chance(new Random(seed * 31 + what.hashCode()).nextLong() + number * 0x9E3779B97F4A7C15L);
    }

    /** {@return true so often in a hundred} */
    boolean percent(int often) {
        return random.nextInt(100) < often;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
