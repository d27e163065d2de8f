package dev.llmdriver.ollama;

import java.util.Objects;

/**
 * How far a download is. A model has several layers, each counted by itself, so the numbers begin anew with each digest.
 *
 * @param status Ollama's words: {@code pulling manifest}, {@code pulling 6a0746a1ec1a}, {@code verifying sha256 digest}, {@code success}
 * @param digest the layer, such as {@code sha256:6a07…}; empty where no layer is concerned
 * @param total the layer's bytes; 0 if unknown
 * @param completed the layer's bytes that are here
 */
public record PullProgress(String status, String digest, long total, long completed) {
    /** Checks that nothing is missing. */
    public PullProgress {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(digest, "digest");
    }

    /** {@return whether the download is complete; nothing comes after it} */
    public boolean isSuccess() {
        return status.equals("success");
    }
}
