package dev.llmdriver.cli.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;

/** What the command itself has to complain about. */
final class Failures {
    private Failures() {}

    /** {@return an error of how the command was called} */
    static LlmException usage(String message) {
        return LlmException.builder(ErrorKind.CONFIGURATION, message)
                .reason("usage")
                .phase(Phase.LOCAL)
                .build();
    }

    /** {@return an error of what was given to be sent} */
    static LlmException input(String message) {
        return LlmException.builder(ErrorKind.INVALID_REQUEST, message)
                .phase(Phase.LOCAL)
                .build();
    }
}
