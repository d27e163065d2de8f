package dev.llmdriver.http.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of fields, so that the few that providers use are not made anew for each event. Bounded: a name may push another one out.
 * Thread-safe without a lock, since entries never change and one that is not seen is only made again.
 */
final class Names {
    private static final int SIZE_BITS = 10;
    private static final int SIZE = 1 << SIZE_BITS;
    /** Of a hash by multiplication, whose highest bits are the best mixed (Knuth, 6.4). */
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private static final int LONGEST = 64;
    private static final @Nullable Name[] TABLE = new Name[SIZE];

    private Names() {}

    /** One name; immutable. */
    private static final class Name {
        final byte[] bytes;
        final String text;

        Name(byte[] bytes) {
            this.bytes = bytes;
            this.text = new String(bytes, StandardCharsets.ISO_8859_1).intern(); // is then equal at a glance
        }
    }

    /** {@return the text of a name in ASCII} */
    static String of(byte[] bytes, int from, int to) {
        int place = place(bytes, from, to);
        Name known = TABLE[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
            return known.text;
        }
        Name added = new Name(Arrays.copyOfRange(bytes, from, to));
        if (to - from <= LONGEST) {
            TABLE[place] = added;
        }
        return added.text;
    }

    private static int place(byte[] bytes, int from, int to) {
        long mixed = (long) to - from;
        int i = from;
        for (; i <= to - Words.SIZE; i += Words.SIZE) {
            mixed = (mixed ^ Words.at(bytes, i)) * FACTOR;
        }
        for (; i < to; i++) {
            mixed = (mixed ^ bytes[i]) * FACTOR;
        }
        return (int) (mixed >>> (Long.SIZE - SIZE_BITS));
    }
}
