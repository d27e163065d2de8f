package dev.llmdriver.examples.codeagent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The second wall: a Content Security Policy that lets the browser run the scripts that were read, by their digests, and nothing
 * else, and load nothing. It holds for what no reading finds, such as code or an address that a script computes.
 */
final class ContentPolicy {
    private ContentPolicy() {}

    /** {@return the page with its policy as the first thing in its head; the page must be complete} */
    static String add(String html) {
        Document page = PageCheck.parse(html);
        int start = page.head().sourceRange().endPos();
        return html.substring(0, start)
                + "\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy(page) + "\">"
                + html.substring(start);
    }

    private static String policy(Document page) {
        String scripts = page.select("script").stream()
                .map(Element::data)
                .filter(code -> !code.isEmpty())
                .map(code -> " 'sha256-" + digest(code) + "'")
                .distinct()
                .collect(Collectors.joining());
        return "default-src 'none'; script-src" + (scripts.isEmpty() ? " 'none'" : scripts)
                + "; style-src 'unsafe-inline'; img-src data: blob:; media-src data: blob:; font-src data:"
                + "; form-action 'none'; base-uri 'none'";
    }

    private static String digest(String code) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
