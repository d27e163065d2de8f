package dev.llmdriver.testkit.replay;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.testkit.Recording;

/**
 * One answer to play, and what must come of it.
 *
 * @param recording the answer; its source names the case
 * @param setting how the driver is to be opened for it, in the test's own words: one provider is opened for each
 * @param request what the driver is asked
 * @param stream how it is asked
 * @param expected by the independent reader
 */
public record ReplayCase(Recording recording, String setting, ChatRequest request, boolean stream, Outcome expected) {

    /** {@return whether the answer is one that a stream decoder reads} */
    public boolean isStreamAnswer() {
        return stream && recording.status() < 400;
    }

    @Override
    public String toString() {
        return recording.source() + (stream ? " (stream)" : "");
    }
}
