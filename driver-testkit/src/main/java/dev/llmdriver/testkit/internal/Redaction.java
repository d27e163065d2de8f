package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Removes keys from what is written down: by the names of headers and of the query's parameters; by value, wherever else a key that
 * was seen stands; by the shape of the keys of well-known providers. In bodies the length stays, so that the sizes of the pieces are
 * still true. Thread-safe.
 */
public final class Redaction {
    private static final Pattern NAME = Pattern.compile(
            "(?i).*(authorization|api[-_]?key|apikey|auth[-_]?token|access[-_]?token|secret|cookie|password|signature).*|(.*[-_])?(key|token)");
    /** Hugging Face, Google, OpenAI and its kin, Groq, bearer tokens of JSON web form. */
    private static final Pattern SHAPE =
            Pattern.compile("hf_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{30,}|sk-[A-Za-z0-9_-]{16,}|gsk_[A-Za-z0-9]{16,}|"
                    + "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+");

    private static final Pattern SCHEME = Pattern.compile("(?i)(bearer|basic|token)\\s+");
    /** Shorter values are words, not keys. */
    private static final int SHORTEST = 6;

    private final Set<String> names;
    private final Set<String> values = new CopyOnWriteArraySet<>();

    /**
     * Creates a redaction.
     *
     * @param names of more headers and parameters, without regard to case
     * @param values of more secrets
     */
    public Redaction(Collection<String> names, Collection<String> values) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        values.stream().filter(value -> !value.isEmpty()).forEach(this.values::add);
    }

    /** Takes note of the secrets that a request or an answer names, so that they are found wherever else they stand. */
    void learn(String target, Collection<Map.Entry<String, String>> headers) {
        for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
            int sign = pair.indexOf('=');
            if (sign >= 0 && isSecret(pair.substring(0, sign))) {
                String value = pair.substring(sign + 1);
                learn(value);
                learn(decoded(value));
            }
        }
        headers.stream()
                .filter(header -> isSecret(header.getKey()))
                .forEach(header -> learn(SCHEME.matcher(header.getValue()).replaceFirst("")));
    }

    /** {@return a header's value, or the word that stands for it} */
    String header(Map.Entry<String, String> header) {
        return isSecret(header.getKey()) ? Difference.REDACTED : text(header.getValue());
    }

    /** {@return path and query without secrets} */
    String target(String target) {
        int mark = target.indexOf('?');
        if (mark < 0) {
            return text(target);
        }
        String query = Arrays.stream(target.substring(mark + 1).split("&"))
                .map(this::parameter)
                .collect(Collectors.joining("&"));
        return text(target.substring(0, mark)) + "?" + query;
    }

    private String parameter(String pair) {
        int sign = pair.indexOf('=');
        boolean secret = sign >= 0 && isSecret(pair.substring(0, sign));
        return secret ? pair.substring(0, sign + 1) + Difference.REDACTED : text(pair);
    }

    private boolean isSecret(String name) {
        return NAME.matcher(name).matches() || names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** A key may stand in a header or a body as it is, and in the query with escapes. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException noEscapes) {
            return value;
        }
    }

    private void learn(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    /** {@return text without secrets} */
    String text(String text) {
        String redacted = SHAPE.matcher(text).replaceAll(Difference.REDACTED);
        for (String value : longestFirst()) {
            redacted = redacted.replace(value, Difference.REDACTED);
        }
        return redacted;
    }

    /** {@return bytes in which secrets are stars, as many as there were bytes} */
    byte[] body(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        String redacted = SHAPE.matcher(text).replaceAll(found -> stars(found.group()));
        for (String value : longestFirst()) {
            String inBytes = new String(value.getBytes(UTF_8), ISO_8859_1);
            redacted = redacted.replace(inBytes, stars(inBytes));
        }
        return redacted.equals(text) ? bytes : redacted.getBytes(ISO_8859_1);
    }

    private List<String> longestFirst() {
        return values.stream()
                .sorted((one, other) -> other.length() - one.length())
                .toList();
    }

    private static String stars(String secret) {
        return "*".repeat(secret.length());
    }
}
