package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** Tells streams by their looks, where nobody wrote down that they are. */
final class StreamLook {
    private static final Pattern EVENTS_OR_LINES = Pattern.compile("\\s*((data|event|id|retry)?:|\\{.*\\R\\{)");

    private StreamLook() {}

    static boolean isStream(String contentType, byte[] body) {
        if (contentType.contains("octet-stream")) {
            return false;
        }
        return contentType.contains("event-stream")
                || contentType.contains("ndjson")
                || EVENTS_OR_LINES.matcher(new String(body, UTF_8)).lookingAt();
    }

    static boolean asksForStream(byte[] body) {
        return Json.parseOrMissing(new String(body, UTF_8)).path("stream").asBoolean();
    }
}
