package dev.llmdriver.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes values that are nearly the same one after the other, as the chunks of a stream are: each § of a template is a scalar that changes
 * often, and its sort seldom. Reaches the drivers' tests in driver-http's test jar.
 */
public final class RecurringJson {
    private static final int VALUES = 24;
    private static final int SELDOM = 30;
    private static final String[] TEXTS = {
        "''", "'a'", "'b'", "'two words'", "'é漢'", "'\\n'", "'stop'", "'x\\u0041'", "'12'"
    };
    private static final String[] NUMBERS = {"0", "1", "2", "17", "-1", "123456789012", "99999999999999999"};
    private static final String[] OTHERS = {"null", "true", "{}", "[]", "1.5", "['c']", "[{'text':'d'}]", "{'index':1}"
    };

    private final Random random;
    private final String[] templates;

    /** Makes values of these templates, in which ' stands for ". */
    public RecurringJson(Random random, String... templates) {
        this.random = random;
        this.templates = templates;
    }

    /** {@return some values of one template} */
    public List<byte[]> values() {
        String[] parts = (any(templates) + " ").split("§");
        String[][] sorts = new String[parts.length][];
        String[] now = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            sorts[i] = any(new String[][] {TEXTS, TEXTS, NUMBERS, OTHERS});
            now[i] = any(sorts[i]);
        }
        boolean[] constant = new boolean[parts.length];
        for (int i = 0; i < parts.length; i++) {
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
        return EventLog.quoted(json.toString().strip()).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }
}
