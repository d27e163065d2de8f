package dev.llmdriver.client.tool;

import java.util.Objects;

/** Whether a call of a tool may run. May gain kinds: give a {@code switch} a {@code default}. */
public sealed interface Approval {
    /** {@return it may run} */
    static Approval allow() {
        return new Allowed();
    }

    /** {@return it may not run, for a reason that the model is told} */
    static Approval deny(String reason) {
        return new Denied(reason);
    }

    /** It may run. */
    record Allowed() implements Approval {}

    /**
     * It may not run.
     *
     * @param reason why; the model is told
     */
    record Denied(String reason) implements Approval {
        /** Checks that there is a reason. */
        public Denied {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
