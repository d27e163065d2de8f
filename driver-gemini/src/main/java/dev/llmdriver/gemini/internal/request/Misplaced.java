package dev.llmdriver.gemini.internal.request;

import dev.llmdriver.Part;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;

/** Parts that a message of their role cannot hold. */
final class Misplaced {
    private Misplaced() {}

    static LlmException part(String role, Part part) {
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        "a " + role + " message cannot hold a part of the kind "
                                + part.getClass().getSimpleName() + "; "
                                + (role.equals("tool") ? "it holds tool results" : "move it to a message of its role"))
                .reason("part")
                .phase(Phase.BUILD)
                .build();
    }
}
