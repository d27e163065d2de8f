package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** The body of a recorded message, in all the ways in which recorders write it down. */
final class VcrBody {
    private VcrBody() {}

    static byte[] of(YamlTree message) {
        if (message.has("parsed_body")) {
            return Json.text(message.get("parsed_body").json()).getBytes(UTF_8);
        }
        YamlTree body = message.get(message.has("body") ? "body" : "content");
        YamlTree content = body.has("string") ? body.get("string") : body;
        return content.isScalar() ? unpacked(bytes(content)) : new byte[0];
    }

    private static byte[] bytes(YamlTree content) {
        String text = content.text();
        if (content.isBinary()) {
            return Base64.getMimeDecoder().decode(text);
        }
        boolean packedAsText = text.startsWith("\u001f\u008b");
        return text.getBytes(packedAsText ? ISO_8859_1 : UTF_8);
    }

    /** Compressed bytes are told by how they begin: a header may still speak of what the recorder undid. */
    private static byte[] unpacked(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("a body is compressed, but not whole", e);
        }
    }
}
