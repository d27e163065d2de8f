package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** The body of a recorded message, in all the ways in which recorders write it down. */
final class VcrBody {
    private VcrBody() {}

    static byte[] of(YamlTree message) {
        if (message.has("parsed_body")) {
            return Json.text(message.get("parsed_body").json()).getBytes(UTF_8);
        }
        YamlTree body = message.get(message.has("body") ? "body" : "content");
        YamlTree content = body.has("string") ? body.get("string") : body;
        return content.isScalar() ? Gzip.unpacked(bytes(content)) : new byte[0];
    }

    private static byte[] bytes(YamlTree content) {
        String text = content.text();
        if (content.isBinary()) {
            return Base64.getMimeDecoder().decode(text);
        }
        boolean packedAsText = text.startsWith("\u001f\u008b");
        return text.getBytes(packedAsText ? ISO_8859_1 : UTF_8);
    }
}
