package dev.llmdriver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Values that are nearly the same one after the other, as the chunks of a stream are: each § of a template is a scalar, seldom something
 * else, that changes often, and its sort seldom. Reaches the drivers' tests in driver-http's test jar.
 */
public final class RecurringJson {
    private static final int SEQUENCES = 3_000;
    private static final int VALUES = 24;
    private static final int SELDOM = 30;
    private static final byte[] NOTHING_LIKE_IT = "{}".getBytes(UTF_8);
    private static final String[] TEXTS = {
        "''", "'a'", "'b'", "'two words'", "'é漢'", "'\\n'", "'stop'", "'x\\u0041'", "'12'"
    };
    private static final String[] NUMBERS = {"0", "1", "2", "17", "-1", "123456789012", "99999999999999999"};
    private static final String[] OTHERS = {"null", "true", "{}", "[]", "1.5", "['c']", "[{'text':'d'}]", "{'index':1}"
    };

    private final Random random;
    private final String[] templates;

    private RecurringJson(Random random, String... templates) {
        this.random = random;
        this.templates = templates;
    }

    /** Reads the values of one stream. */
    @FunctionalInterface
    public interface Reader {
        /** {@return all that was read of a value, to be compared} */
        Object read(byte[] json) throws IOException;
    }

    /**
     * Holds if a reader that may be spared what recurs reads the same as one that sees something else before each value.
     *
     * @param seed of what the values are
     * @param readers makes a reader for each stream
     * @param templates of values, in which ' stands for "
     */
    public static void isReadAsAWhole(long seed, Supplier<Reader> readers, String... templates) throws IOException {
        RecurringJson json = new RecurringJson(new Random(seed), templates);
        for (int i = 0; i < SEQUENCES; i++) {
            Reader recurring = readers.get();
            Reader whole = readers.get();
            for (byte[] value : json.values()) {
                whole.read(NOTHING_LIKE_IT);
                assertThat(recurring.read(value)).as(new String(value, UTF_8)).isEqualTo(whole.read(value));
            }
        }
    }

    /**
     * Holds if a whole answer is read the same whatever was read before it.
     *
     * @param seed of what the answers are
     * @param readers makes a reader for each answer
     * @param templates of answers, in which ' stands for "
     */
    public static void isReadWhateverCameBefore(long seed, Function<JsonShape, Reader> readers, String... templates)
            throws IOException {
        RecurringJson json = new RecurringJson(new Random(seed), templates);
        for (int i = 0; i < SEQUENCES; i++) {
            JsonShape shape = new JsonShape();
            for (byte[] value : json.values()) {
                assertThat(readers.apply(shape).read(value))
                        .as(new String(value, UTF_8))
                        .isEqualTo(readers.apply(new JsonShape()).read(value));
            }
        }
    }

    private List<byte[]> values() {
        String[] parts = (any(templates) + " ").split("§");
        String[][] sorts = new String[parts.length][];
        String[] now = new String[parts.length];
        boolean[] constant = new boolean[parts.length];
        for (int i = 0; i < parts.length; i++) {
            sorts[i] = any(new String[][] {TEXTS, TEXTS, NUMBERS, OTHERS});
            now[i] = any(sorts[i]);
            constant[i] = random.nextInt(3) == 0;
        }
        List<byte[]> values = new ArrayList<>();
        while (values.size() < VALUES) {
            values.add(value(parts, now));
            change(sorts, now, constant);
        }
        return values;
    }

    private void change(String[][] sorts, String[] now, boolean[] constant) {
        for (int i = 0; i < now.length; i++) {
            if (random.nextInt(SELDOM) == 0) {
                sorts[i] = any(new String[][] {TEXTS, NUMBERS, OTHERS});
                now[i] = any(sorts[i]);
            } else if (!constant[i] && sorts[i] != OTHERS) {
                now[i] = any(sorts[i]);
            }
        }
    }

    private static byte[] value(String[] parts, String[] now) {
        StringBuilder json = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            json.append(now[i]).append(parts[i]);
        }
        return EventLog.quoted(json.toString().strip()).getBytes(UTF_8);
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
