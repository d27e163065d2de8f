package dev.llmdriver.http;

import com.fasterxml.jackson.core.JsonParser;
import dev.llmdriver.http.internal.json.QuickParser;
import dev.llmdriver.http.internal.json.Unusual;
import java.io.IOException;

/**
 * Reads the JSON values of a stream one after the other, token by token. What providers usually send is read by a parser that is made
 * once and makes no garbage; everything else, and everything that is wrong, by {@link Json#parser}, whose errors and limits hold
 * therefore. Not thread-safe.
 */
public final class JsonChunks {
    private final Reading reading;
    private final QuickParser quick = new QuickParser();
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

    /**
     * Makes a reader.
     *
     * @param reading reads each value
     */
    public JsonChunks(Reading reading) {
        this.reading = reading;
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
        if (!readQuickly(bytes, offset, length)) {
            try (JsonParser in = Json.parser(bytes, offset, length)) {
                reading.read(in);
                this.length = place(in);
            }
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

    private boolean readQuickly(byte[] bytes, int offset, int length) throws IOException {
        try {
            quick.reset(bytes, offset, length);
            reading.read(quick);
            this.length = quick.length();
            return true;
        } catch (Unusual left) {
            return false;
        } finally {
            quick.release();
        }
    }
}
