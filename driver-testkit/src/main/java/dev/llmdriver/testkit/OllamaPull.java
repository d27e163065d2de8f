package dev.llmdriver.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code /api/pull} goes, step by step. It begins with {@code pulling manifest}. Not thread-safe.
 *
 * <pre>{@code
 * OllamaPull.begin().layer("dde5aa3fc5ff", 2_000, 4).success()
 * OllamaPull.begin().failure("pull model manifest: file does not exist")
 * }</pre>
 */
public final class OllamaPull {
    private static final String ZEROS = "0".repeat(52);

    private final List<ObjectNode> steps = new ArrayList<>();
    private boolean failed;

    private OllamaPull() {}

    /** {@return a pull that has told that it began} */
    public static OllamaPull begin() {
        return new OllamaPull().status("pulling manifest");
    }

    /** {@return a pull of two layers that goes well} */
    public static OllamaPull whole() {
        return begin().layer("dde5aa3fc5ff", 2_019_377_376L, 4)
                .layer("966de95ca8a6", 1_429, 1)
                .success();
    }

    /** Tells a status. */
    public OllamaPull status(String text) {
        steps.add(step().put("status", text));
        return this;
    }

    /**
     * Pulls a layer: a line at zero, which has no {@code completed}, then one for each part.
     *
     * @param digest the first twelve hexadecimal digits of its digest
     * @param bytes its size
     * @param parts how many equal parts it comes in
     */
    public OllamaPull layer(String digest, long bytes, int parts) {
        for (int i = 0; i <= parts; i++) {
            ObjectNode step = step().put("status", "pulling " + digest)
                    .put("digest", "sha256:" + digest + ZEROS)
                    .put("total", bytes);
            steps.add(i == 0 ? step : step.put("completed", bytes * i / parts));
        }
        return this;
    }

    /** Verifies, writes and succeeds. */
    public OllamaPull success() {
        return status("verifying sha256 digest").status("writing manifest").status("success");
    }

    /** Fails, in a line after those that were sent. */
    public OllamaPull failure(String error) {
        failed = true;
        steps.add(step().put("error", error));
        return this;
    }

    /** {@return the progress as lines; a failure comes with status 200} */
    public Reply stream() {
        ReplyBuilder reply = Reply.ndjson();
        steps.forEach(step -> reply.line(step.toString()));
        return reply.build();
    }

    /** {@return the last step alone, as for {@code "stream": false}; a failure comes with status 500} */
    public Reply last() {
        return Reply.json(failed ? 500 : 200, steps.get(steps.size() - 1).toString())
                .with(reply -> reply.contentType("application/json; charset=utf-8"));
    }

    private static ObjectNode step() {
        return JsonNodeFactory.instance.objectNode();
    }
}
