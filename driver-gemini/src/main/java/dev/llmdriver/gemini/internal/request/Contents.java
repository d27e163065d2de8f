package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Role;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The array of contents while it is written. One content is open at a time; the next begins with its first part, for one without parts is
 * refused. Answers that follow each other are one content, and so are results (wire page 2.1).
 */
final class Contents {
    private final JsonGenerator out;
    private final Fates fates;
    private @Nullable Role open;
    private @Nullable Role next;

    Contents(JsonGenerator out, Fates fates) {
        this.out = out;
        this.fates = fates;
    }

    void begin() throws IOException {
        out.writeArrayFieldStart("contents");
    }

    void end() throws IOException {
        close();
        out.writeEndArray();
    }

    /** {@return whether what was written last is of this role} */
    boolean endWith(Role role) {
        return open == role;
    }

    /** What comes now is of this role, if anything comes. */
    void next(Role role) {
        next = role;
    }

    /** What comes now joins what was written last. */
    void join() {
        next = null;
    }

    /** {@return where the next part goes} */
    JsonGenerator part() throws IOException {
        Role role = next;
        next = null;
        if (role != null && !(joins(role) && endWith(role))) {
            notAnAnswerFirst(role);
            start(role);
        }
        return out;
    }

    /** Writes a part that is a text and nothing else. */
    void text(String text) throws IOException {
        part();
        out.writeStartObject();
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    /** A content of an empty text is taken. */
    void notWithoutAPart() throws IOException {
        if (next != null) {
            text("");
        }
    }

    private static boolean joins(Role role) {
        return role == Role.ASSISTANT || role == Role.TOOL;
    }

    private void notAnAnswerFirst(Role role) throws IOException {
        if (open == null && role == Role.ASSISTANT) {
            start(Role.USER);
            text("");
            fates.emulated("messages", "an empty user message goes before the answer that the messages begin with");
        }
    }

    private void start(Role role) throws IOException {
        close();
        out.writeStartObject();
        out.writeStringField("role", role == Role.ASSISTANT ? "model" : "user");
        out.writeArrayFieldStart("parts");
        open = role;
    }

    private void close() throws IOException {
        if (open != null) {
            out.writeEndArray();
            out.writeEndObject();
        }
    }
}
