package dev.llmdriver.http.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, the first of them in the lowest bits. */
public final class Words {
    /** How many bytes they are. */
    public static final int SIZE = Long.BYTES;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private Words() {}

    /** {@return eight bytes} */
    public static long at(byte[] bytes, int offset) {
        return (long) WORD.get(bytes, offset);
    }

    /** Writes eight bytes. */
    public static void put(byte[] bytes, int offset, long word) {
        WORD.set(bytes, offset, word);
    }

    /** {@return the first bytes of a word, fewer than eight} */
    public static long firstBytes(long word, int count) {
        return word & ((1L << (count * Byte.SIZE)) - 1);
    }

    /** {@return whether all bytes are ASCII} */
    public static boolean isAscii(long word) {
        return (word & HIGHS) == 0;
    }

    /** {@return a word that is zero if no byte is this one; its lowest high bit marks the first} */
    public static long marks(long word, char ascii) {
        long difference = word ^ (ONES * ascii);
        return (difference - ONES) & ~difference & HIGHS;
    }

    /** {@return whether a byte is a control character of ASCII, which text on the wire holds but at the ends of its lines} */
    public static boolean hasControl(long word) {
        return ((word - ONES * ' ') & ~word & HIGHS) != 0;
    }

    /** {@return the place of the first marked byte} */
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
