package dev.llmdriver.testkit.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reply sends, as data: its steps and what is done to all of them on their way to the socket.
 *
 * @param raw the steps are the whole reply, status line included
 * @param framing how the end of the body is told; null lets the steps decide
 * @param declaredLength a Content-Length that need not be true
 * @param limit where the body breaks off
 */
public record ReplyPlan(
        boolean raw,
        int status,
        List<Map.Entry<String, String>> headers,
        @Nullable Framing framing,
        @Nullable Long declaredLength,
        List<Step> steps,
        String lineEnd,
        boolean byteOrderMark,
        boolean gzip,
        Duration pace,
        @Nullable Limit limit,
        @Nullable Split split,
        After after) {

    /** How the end of the body is told. */
    public enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** What becomes of the connection after the reply. */
    public enum After {
        KEEP,
        CLOSE,
        CLOSE_ON_REUSE,
        RESET_ON_REUSE
    }

    /** Breaks the body off after a number of bytes. */
    public record Limit(long bytes, Step.Stop stop) {}

    /**
     * Cuts what is sent into separate writes.
     *
     * @param sizes of the body's pieces in order, what follows is not cut; empty: everything, head and chunk borders too, in
     *     random pieces
     */
    public record Split(List<Integer> sizes, long seed, Duration gap) {
        boolean everywhere() {
            return sizes.isEmpty();
        }
    }

    Framing effectiveFraming() {
        if (raw) {
            return Framing.CLOSE;
        }
        if (framing != null) {
            return framing;
        }
        boolean streams = declaredLength == null
                && steps.stream().anyMatch(s -> s instanceof Step.Event || s instanceof Step.Lazy);
        return streams ? Framing.CHUNKED : Framing.LENGTH;
    }
}
