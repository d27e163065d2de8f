package dev.llmdriver.ollama.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes that a parser reads, from which a value is taken as it was written.
 *
 * @param bytes where they are
 * @param shift what the parser counts less than the place in the array
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one object is read, and is never compared
record Source(byte[] bytes, int shift) {
    /** {@return the source of a parser that stands at the object's first brace} */
    static Source at(byte[] bytes, int offset, JsonParser in) {
        int brace = offset;
        while (bytes[brace] != '{') {
            brace++;
        }
        return new Source(bytes, brace - (int) in.currentTokenLocation().getByteOffset());
    }

    /** {@return the text of the value at which the parser stands; it is skipped} */
    String value(JsonParser in) throws IOException {
        int start = (int) in.currentTokenLocation().getByteOffset() + shift;
        in.skipChildren();
        int end = (int) in.currentLocation().getByteOffset() + shift;
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
