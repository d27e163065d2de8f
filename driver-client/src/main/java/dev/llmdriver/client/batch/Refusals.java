package dev.llmdriver.client.batch;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a batch cannot be begun or go on. */
final class Refusals {
    private Refusals() {}

    static LlmException foreign(Path output, Path journal) {
        return refusal(
                "foreign_output",
                output + " is there, but no journal " + journal
                        + " of a batch that writes it; name another output file, or move this one away");
    }

    static LlmException locked(Path output) {
        return refusal(
                "locked", "another batch is writing " + output + "; wait for its end, or name another output file");
    }

    static LlmException changed(Path input, Path output, Fingerprint then, Fingerprint now) {
        return refusal(
                "input_changed",
                input + " is not what " + output + " was begun with: " + then.lines() + " lines, " + then.bytes()
                        + " bytes then, " + now.lines() + " lines, " + now.bytes() + " bytes now"
                        + (then.bytes() == now.bytes() ? " with other content" : "")
                        + "; give the input back its content, or name another output file to begin anew");
    }

    static LlmException sameFile(Path input, Path output) {
        return refusal(
                "same_file",
                input + " is the input, but would be written, for with the output " + output
                        + " go its journal and a file .tmp; name another output file");
    }

    /** Says what a file did not do. */
    static LlmException broken(IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return LlmException.builder(ErrorKind.CANCELLED, "the batch was interrupted; run it again to go on")
                    .reason("interrupted")
                    .cause(cause)
                    .build();
        }
        return LlmException.builder(ErrorKind.CONFIGURATION, words(cause))
                .reason("file")
                .phase(Phase.LOCAL)
                .cause(cause)
                .build();
    }

    /** Names the folder where that is what is missing: who wrote the output's name has never heard of its journal. */
    private static String missing(String file) {
        Path folder = Path.of(file).getParent();
        return folder != null && Files.notExists(folder)
                ? "there is no folder " + folder + "; make it, or check the name"
                : "there is no file or folder " + file + "; check the name";
    }

    private static String words(IOException cause) {
        if (cause instanceof NoSuchFileException gone && gone.getFile() != null) {
            return missing(gone.getFile());
        }
        if (cause instanceof AccessDeniedException) {
            return cause.getMessage() + " may not be read or written; check its permissions";
        }
        return "a file of the batch fails: " + cause.getMessage()
                + "; nothing that was written is lost: mend the cause and run the batch again";
    }

    private static LlmException refusal(String reason, String message) {
        return LlmException.builder(ErrorKind.CONFIGURATION, message)
                .reason(reason)
                .phase(Phase.LOCAL)
                .build();
    }
}
