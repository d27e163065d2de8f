package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonParser;
import dev.llmdriver.http.internal.json.QuickParser;
import dev.llmdriver.http.internal.json.Unusual;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON values of a stream one after the other, token by token. What providers usually send is read by a parser that is made
 * once and makes no garbage; everything else, and everything that is wrong, by {@link Json#parser}, whose errors and limits hold
 * therefore. Not thread-safe.
 */
public final class JsonChunks {
    private final Reading reading;
    private final Refreshing refreshing;
    private final @Nullable JsonShape shape;
    /** Its own, where values are alike among themselves. */
    private final @Nullable QuickParser own;

    private int length;

    /** Reads one value. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Reads the value at whose beginning the parser stands. May be called a second time with the same value, after a first call
         * that was broken off, so it must begin anew each time and do nothing that cannot be done twice.
         *
         * @param in stands before the first token; a location tells the place in the slice
         * @throws IOException if the value cannot be understood
         */
        void read(JsonParser in) throws IOException;
    }

    /** Reads anew what differs in a value that is otherwise the one before it. */
    @FunctionalInterface
    public interface Refreshing {
        /**
         * Reads a scalar in place of the one that was marked, and does with it what the whole reading would do. May be followed by that,
         * with the same value, so it must do nothing that cannot be done twice.
         *
         * @param mark what it was marked with
         * @param in stands at it, and may only be asked for it
         * @return false if the value must be read as a whole after all
         * @throws IOException if the scalar cannot be understood
         */
        boolean refresh(int mark, JsonParser in) throws IOException;
    }

    /**
     * Makes a reader, which is spared what is the same from value to value. A value of which nothing differs but scalars that the reading
     * {@linkplain #mark marked}, or never asked for, is not read as a whole: the marked ones are. So a reading must not add to what it
     * read before, what it put away must stay where and as it is until the next value, and what depends on more than the scalars that
     * it asked for must be {@linkplain #unlike told}.
     *
     * @param reading reads a value
     * @param refreshing reads what differs
     */
    public JsonChunks(Reading reading, Refreshing refreshing) {
        this(reading, refreshing, null);
    }

    /**
     * Makes a reader of a stream's values, as above, or of a whole answer, which is one value and like those that other readers read. Such a
     * value is always read as a whole, yet its tokens are found by what differs.
     *
     * @param reading reads a value
     * @param refreshing reads what differs; not called for a whole answer
     * @param shape what whole answers have in common; null for a stream
     */
    public JsonChunks(Reading reading, Refreshing refreshing, @Nullable JsonShape shape) {
        this.reading = reading;
        this.refreshing = refreshing;
        this.shape = shape;
        this.own = shape == null ? new QuickParser() : null;
    }

    /**
     * Marks the scalar that a reading has just asked for: all that it made of it is in one place, which {@link Refreshing} can fill again.
     * Where the same mark is given twice in a value, as when a field stands there twice, that value is always read as a whole; for the
     * sake of this an object or array may be marked, too.
     *
     * @param in stands at the scalar
     * @param mark from 0 to 31
     */
    public static void mark(JsonParser in, int mark) {
        if (in instanceof QuickParser quick) {
            quick.mark(mark);
        }
    }

    /**
     * Says that the value must be read as a whole even where the next ones are like it, for what comes of it depends on more than the
     * scalars that were asked for: on its bytes, or on what its user does with what was read.
     *
     * @param in reads the value
     */
    public static void unlike(JsonParser in) {
        if (in instanceof QuickParser quick) {
            quick.giveUp();
        }
    }

    /**
     * Reads the value with which a slice begins. What follows it is not looked at.
     *
     * @param bytes where it is; not copied, and not kept
     * @param offset of its first byte
     * @param length how many bytes there are
     * @throws IOException if it is no JSON, or the reading says so
     */
    public void read(byte[] bytes, int offset, int length) throws IOException {
        if (own != null) {
            readNext(own, bytes, offset, length);
        } else if (shape != null) {
            readAlone(shape, bytes, offset, length);
        }
    }

    private void readNext(QuickParser quick, byte[] bytes, int offset, int length) throws IOException {
        if (!readQuickly(quick, bytes, offset, length)) {
            quick.begin();
            readWithJackson(bytes, offset, length);
        }
    }

    private void readAlone(JsonShape shape, byte[] bytes, int offset, int length) throws IOException {
        QuickParser quick = shape.borrow();
        boolean read;
        try {
            read = readQuickly(quick, bytes, offset, length);
        } finally {
            shape.giveBack(quick);
        }
        if (!read) {
            readWithJackson(bytes, offset, length);
        }
    }

    private void readWithJackson(byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser in = Json.parser(bytes, offset, length)) {
            reading.read(in);
            this.length = place(in);
        }
    }

    /** Jackson would read other encodings, too, in which nobody knows where a value ends. */
    private static int place(JsonParser in) throws IOException {
        long place = in.currentLocation().getByteOffset();
        if (place < 0) {
            throw new IOException("the JSON is not in UTF-8");
        }
        return (int) place;
    }

    /** {@return how many bytes the value took that was read last, if the reading went to its end} */
    public int length() {
        return length;
    }

    private boolean readQuickly(QuickParser quick, byte[] bytes, int offset, int length) throws IOException {
        try {
            quick.reset(bytes, offset, length);
            if (!refreshed(quick)) {
                quick.begin();
                reading.read(quick);
                settle(quick);
            }
            this.length = quick.length();
            return true;
        } catch (Unusual left) {
            return false;
        } finally {
            quick.release();
        }
    }

    /** What was marked in a whole answer lies where its reader has put it, and not where the next one looks for it. */
    private void settle(QuickParser quick) {
        if (quick == own) {
            quick.settle();
        }
    }

    private boolean refreshed(QuickParser quick) throws IOException {
        if (!quick.recurs()) {
            return false;
        }
        for (int gap = 0; gap < quick.gaps(); gap++) {
            int mark = quick.goTo(gap);
            if (mark >= 0 && !refreshing.refresh(mark, quick)) {
                return false;
            }
        }
        return true;
    }
}
