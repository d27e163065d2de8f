package dev.llmdriver.client.batch;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line of the input.
 *
 * @param line its number, from 1
 * @param text what stands there
 * @param task what it asks for, unless it cannot be understood
 * @param failure why it cannot be understood, if so
 * @param inDoubt whether it was sent before, and nobody knows what became of that
 */
record Entry(
        int line,
        String text,
        @Nullable BatchTask task,
        @Nullable LlmException failure,
        boolean inDoubt) {
    static Entry read(int line, byte[] bytes, BatchFormat format, boolean inDoubt) {
        String text = tidy(new String(bytes, StandardCharsets.UTF_8));
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new Entry(line, text, format.read(text), null, inDoubt);
        } catch (CharacterCodingException malformed) {
            return new Entry(line, text, null, notText(), inDoubt);
        } catch (LlmException refused) {
            return new Entry(line, text, null, refused, inDoubt);
        }
    }

    private static String tidy(String text) {
        String withoutReturn = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return withoutReturn.startsWith("\uFEFF") ? withoutReturn.substring(1) : withoutReturn;
    }

    private static LlmException notText() {
        return LlmException.builder(ErrorKind.INVALID_REQUEST, "the line is not text in UTF-8; convert the file first")
                .phase(Phase.LOCAL)
                .build();
    }
}
