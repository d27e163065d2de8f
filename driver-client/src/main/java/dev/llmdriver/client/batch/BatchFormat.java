package dev.llmdriver.client.batch;

import java.util.Optional;

/** How the lines of a batch's files are spelled. Used by one thread at a time. */
public interface BatchFormat {
    /**
     * Reads a line of the input.
     *
     * @param text the line, not blank, without its line end
     * @return what it asks for
     * @throws dev.llmdriver.error.LlmException if it cannot be understood; that becomes the line's result, and nothing is sent for it
     */
    BatchTask read(String text);

    /**
     * Writes a line of the output.
     *
     * @param line what became of a line
     * @return one line of text without line feed or zero character, from which {@link #mark} finds the line again
     */
    String write(BatchLine line);

    /**
     * Recognises a line of the output.
     *
     * @param text a line of the output, whole or not
     * @return what it is; empty if {@link #write} did not make it
     */
    Optional<BatchMark> mark(String text);
}
