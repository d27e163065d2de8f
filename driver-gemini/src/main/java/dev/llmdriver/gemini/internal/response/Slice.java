package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes that a parser reads, so that a value in them can be had as it was written.
 *
 * @param bytes where they are
 * @param start of the parser's part
 */
@SuppressWarnings("ArrayRecordComponent") // made for one reading, never compared
record Slice(byte[] bytes, int start) {
    /** Between two values. */
    static final Slice NONE = new Slice(new byte[0], 0);

    /** {@return the object at which the parser stands, which is skipped, without the blanks that a server's printing puts between tokens} */
    String object(JsonParser in) throws IOException {
        int first = (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        int last = (int) in.currentTokenLocation().getByteOffset();
        String json = new String(bytes, start + first, last + 1 - first, StandardCharsets.UTF_8);
        return compact(json);
    }

    private static String compact(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                compact.append(c).append(json.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || c > ' ') {
                compact.append(c);
            }
        }
        return compact.toString();
    }
}
