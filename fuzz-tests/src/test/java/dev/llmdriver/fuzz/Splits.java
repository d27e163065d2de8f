package dev.llmdriver.fuzz;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways to cut a body into the pieces in which a network brings it. */
@FunctionalInterface
public interface Splits {
    /** Everything at once. */
    Splits WHOLE = left -> left;

    /** Byte by byte. */
    Splits BYTES = left -> 1;

    /** {@return the length of the next piece} */
    int next(int left);

    /** Takes a piece. */
    @FunctionalInterface
    interface Reader {
        /** Takes a piece; its bytes are gone afterwards. */
        void piece(byte[] bytes, int offset, int length) throws IOException;
    }

    /** {@return pieces of up to 64 bytes, the same ones for the same seed} */
    static Splits random(int seed) {
        Random random = new Random(seed);
        return left -> 1 + random.nextInt(Math.min(left, 64));
    }

    /** {@return whole, byte by byte, and as the seed says} */
    static List<Splits> all(int seed) {
        return List.of(WHOLE, BYTES, random(seed));
    }

    /** Hands a body on in pieces, each in the middle of an array of its own that is written over afterwards. */
    default void cut(byte[] body, Reader reader) throws IOException {
        for (int from = 0; from < body.length; ) {
            int length = next(body.length - from);
            byte[] piece = new byte[length + 2];
            Arrays.fill(piece, (byte) '"');
            System.arraycopy(body, from, piece, 1, length);
            reader.piece(piece, 1, length);
            Arrays.fill(piece, (byte) '~');
            from += length;
        }
    }
}
