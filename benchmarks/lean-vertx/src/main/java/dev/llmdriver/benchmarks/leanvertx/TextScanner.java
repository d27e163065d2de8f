package dev.llmdriver.benchmarks.leanvertx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the bytes of a JSON object to the string at one path; what is not on the way is skipped. Trusts its input. */
final class TextScanner {
    private final byte[][] path;

    TextScanner(String... names) {
        path = Arrays.stream(names)
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    @Nullable
    String text(byte[] bytes, int from, int end) {
        int level = 0;
        int i = from + 1; // {
        while (i < end && bytes[i] != '}') {
            if (bytes[i] != '"') {
                i++;
                continue;
            }
            int name = i + 1;
            i = afterString(bytes, i, end);
            boolean onPath = Arrays.equals(bytes, name, i - 1, path[level], 0, path[level].length);
            while (bytes[i] == ' ' || bytes[i] == ':' || bytes[i] == '\n') {
                i++;
            }
            if (!onPath) {
                i = afterValue(bytes, i, end);
            } else if (level == path.length - 1) {
                return bytes[i] == '"' ? decode(bytes, i + 1, afterString(bytes, i, end) - 1) : null;
            } else {
                i = intoObject(bytes, i);
                level++;
            }
        }
        return null;
    }

    /** Behind the brace of an object, or of the first one of an array. */
    private static int intoObject(byte[] bytes, int from) {
        int i = from;
        while (bytes[i] == '[' || bytes[i] == ' ' || bytes[i] == '\n') {
            i++;
        }
        return i + 1;
    }

    private static int afterString(byte[] bytes, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1;
            }
        }
        return end;
    }

    private static int afterValue(byte[] bytes, int from, int end) {
        int depth = 0;
        int i = from;
        while (i < end) {
            byte c = bytes[i];
            if (c == '"') {
                i = afterString(bytes, i, end) - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return i;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            i++;
        }
        return end;
    }

    private static String decode(byte[] bytes, int from, int end) {
        boolean ascii = true;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\\') {
                return unescape(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            }
            ascii &= bytes[i] >= 0;
        }
        return new String(bytes, from, end - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            c = text.charAt(i++);
            switch (c) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text, i, i + 4, 16));
                    i += 4;
                }
                default -> plain.append(c);
            }
        }
        return plain.toString();
    }
}
