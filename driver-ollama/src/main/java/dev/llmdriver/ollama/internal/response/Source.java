package dev.llmdriver.ollama.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes that a parser reads, from which a value is taken as it was written.
 *
 * @param bytes where they are
 * @param start of the parser's part
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one object is read, and is never compared
record Source(byte[] bytes, int start) {
    /** Between two objects. */
    static final Source NONE = new Source(new byte[0], 0);

    /** {@return the text of the value at which the parser stands; it is skipped} */
    String value(JsonParser in) throws IOException {
        int first = start + (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        int end = start + (int) in.currentLocation().getByteOffset();
        return new String(bytes, first, end - first, StandardCharsets.UTF_8);
    }
}
