package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;

/** Google's error object while it is put together. Not thread-safe. */
public final class GeminiFault {
    private static final String TYPE = "type.googleapis.com/google.rpc.";

    private final int code;
    private final ObjectNode error;

    /** An error without details. */
    public GeminiFault(int code, String status, String message) {
        this.code = code;
        this.error = Json.object().put("code", code).put("message", message).put("status", status);
    }

    /** {@return a 400 without details} */
    public static GeminiFault invalid(String message) {
        return new GeminiFault(400, "INVALID_ARGUMENT", message);
    }

    /** Adds who says no, and why. */
    public GeminiFault errorInfo(String reason) {
        ObjectNode detail = detail("ErrorInfo").put("reason", reason).put("domain", "googleapis.com");
        detail.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        return this;
    }

    /** Adds the message for people. */
    public GeminiFault localized() {
        detail("LocalizedMessage")
                .put("locale", "en-US")
                .put("message", error.path("message").asText());
        return this;
    }

    /** Adds a field that is wrong. */
    public GeminiFault violation(String field, String description) {
        ArrayNode details = error.withArray("/details");
        JsonNode last = details.path(details.size() - 1);
        ObjectNode bad = last instanceof ObjectNode known ? known : detail("BadRequest");
        bad.withArray("/fieldViolations").addObject().put("field", field).put("description", description);
        return this;
    }

    /** Adds a page to read. */
    public GeminiFault help(String description, String url) {
        detail("Help")
                .putArray("links")
                .addObject()
                .put("description", description)
                .put("url", url);
        return this;
    }

    /** Adds a detail of that type, to be filled. */
    public ObjectNode detail(String type) {
        return error.withArray("/details").addObject().put("@type", TYPE + type);
    }

    /** {@return the whole reply, as it is sent for a request that does not stream} */
    public Reply reply() {
        ObjectNode body = Json.object();
        body.set("error", error);
        return headers(Reply.builder())
                .status(code)
                .contentType("application/json; charset=UTF-8")
                .chunked()
                .write(GeminiJson.pretty(body))
                .build();
    }

    /** Adds the headers that Google's front end sends with everything. */
    static ReplyBuilder headers(ReplyBuilder reply) {
        return reply.header("vary", "Origin, X-Origin, Referer")
                .header("server", "scaffolding on HTTPServer2")
                .header("x-xss-protection", "0")
                .header("x-frame-options", "SAMEORIGIN")
                .header("x-content-type-options", "nosniff")
                .header("server-timing", "gfet4t7; dur=42")
                .header("alt-svc", "h3=\":443\"; ma=2592000,h3-29=\":443\"; ma=2592000");
    }
}
