package dev.llmdriver.http.internal.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes JSON of every sort, and spoils it. */
final class RandomJson {
    private static final String[] NAMES = {"id", "content", "choices", "Ü", "a\\u0062", "", "delta"};
    private static final String[] PIECES = {
        "x", " token", "é", "漢", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\uD83D", "\t", "\uFFFD", "0", "{",
        "]", ","
    };
    private static final String[] SCALARS = {
        "true",
        "false",
        "null",
        "0",
        "-0",
        "7",
        "-12",
        "1700000000",
        "123456789012345678",
        "1234567890123456789012",
        "1.5",
        "-2e10",
        "NaN",
        "01",
        "-",
        "+1",
        "tru",
        "nulL"
    };
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n"};

    private final Random random;
    private final int ordinaryScalars;

    /** Makes JSON of this chance; wild has what is rare or wrong, too. */
    RandomJson(Random random, boolean wild) {
        this.random = random;
        this.ordinaryScalars = wild ? SCALARS.length : 9;
    }

    byte[] object() {
        return object(0).getBytes(StandardCharsets.UTF_8);
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{");
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(blank())
                    .append('"')
                    .append(any(NAMES))
                    .append('"')
                    .append(blank());
            json.append(':').append(blank()).append(value(depth + 1)).append(blank());
        }
        return json.append(blank()).append('}').toString();
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[").append(blank());
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
            json.append(i == 0 ? "" : ",").append(value(depth + 1)).append(blank());
        }
        return json.append(']').toString();
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 5 ? 2 : 4);
        return switch (kind) {
            case 0 -> string();
            case 1 -> SCALARS[random.nextInt(ordinaryScalars)];
            case 2 -> object(depth);
            default -> array(depth);
        };
    }

    private String string() {
        StringBuilder json = new StringBuilder("\"");
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            json.append(any(PIECES));
        }
        return json.append('"').toString();
    }

    private String blank() {
        return any(BLANKS);
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** {@return the bytes with one of them changed, left out or put in, or without an end} */
    byte[] spoilt(byte[] json) {
        int place = random.nextInt(json.length);
        ByteArrayOutputStream spoilt = new ByteArrayOutputStream();
        spoilt.write(json, 0, place);
        switch (random.nextInt(4)) {
            case 0 -> spoilt.write(random.nextInt(256));
            case 1 -> {
                spoilt.write(random.nextInt(256));
                spoilt.write(json, place, json.length - place);
                return spoilt.toByteArray();
            }
            case 2 -> {
                return spoilt.toByteArray();
            }
            default -> {}
        }
        spoilt.write(json, place + 1, json.length - place - 1);
        return spoilt.toByteArray();
    }
}
