package dev.llmdriver.http.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time, the first of them in the lowest bits. */
final class Words {
    static final int SIZE = Long.BYTES;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private Words() {}

    /** {@return eight bytes} */
    static long at(byte[] bytes, int offset) {
        return (long) WORD.get(bytes, offset);
    }

    /** {@return a word that is zero if no byte is this one; its lowest high bit marks the first} */
    static long marks(long word, char ascii) {
        long difference = word ^ (ONES * ascii);
        return (difference - ONES) & ~difference & HIGHS;
    }

    /** {@return the place of the first marked byte} */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
