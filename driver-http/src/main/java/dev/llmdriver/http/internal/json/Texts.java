package dev.llmdriver.http.internal.json;

import java.nio.charset.StandardCharsets;

/** Decodes the insides of JSON strings. */
final class Texts {
    private Texts() {}

    /** {@return a text without escapes} What is no UTF-8, or holds the very mark of such, is unusual. */
    static String utf8(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            throw new Unusual();
        }
        return text;
    }

    /** {@return a text with escapes} */
    static String unescaped(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            int run = copyPlain(bytes, i, to, plain, length);
            length += run;
            i += run;
            if (i < to && bytes[i + 1] == 'u') {
                return decoded(bytes, from, to);
            }
            if (i < to) {
                plain[length++] = (byte) escaped(bytes[i + 1]);
                i += 2;
            }
        }
        return utf8(plain, 0, length);
    }

    /** {@return how many bytes were copied: up to the next backslash} */
    private static int copyPlain(byte[] from, int start, int end, byte[] to, int place) {
        int i = start;
        int shift = place - start;
        while (i <= end - Words.SIZE) {
            long word = Words.at(from, i);
            Words.put(to, i + shift, word); // what is too much is written over
            long marks = Words.marks(word, '\\');
            if (marks != 0) {
                return i + Words.first(marks) - start;
            }
            i += Words.SIZE;
        }
        while (i < end && from[i] != '\\') {
            to[i + shift] = from[i++];
        }
        return i - start;
    }

    /** {@return a text with escapes, some of which are codes of characters} */
    private static String decoded(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int i = from;
        while (i < to) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            text.append(utf8(bytes, plain, i));
            boolean coded = bytes[i + 1] == 'u';
            plain = i + (coded ? 6 : 2);
            if (plain > to) {
                throw new Unusual();
            }
            text.append(coded ? character(bytes, i + 2) : escaped(bytes[i + 1]));
            i = plain;
        }
        return text.append(utf8(bytes, plain, to)).toString();
    }

    private static char escaped(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> (char) letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> throw new Unusual();
        };
    }

    private static char character(byte[] bytes, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw new Unusual();
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }
}
