package dev.llmdriver.http;

import dev.llmdriver.http.internal.CutKeys;
import dev.llmdriver.http.internal.KeyForms;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes keys from texts: every value it was told, also as it looks in a URL, in JSON or in Base64 and where a cut went through it,
 * and everything that has the form of a well-known key or stands where keys stand. Takes time in proportion to the text, whatever
 * that holds. Thread-safe.
 */
public final class Redactor {
    /** What stands in place of a key. */
    public static final String MASK = "****";

    private static final int SHORTEST = 4;
    private static final int REMEMBERED = 64;

    /** A query may hold a key under any name, so none of its values is shown but this one, which our own driver writes for streams. */
    private static final Pattern QUERY_VALUE = Pattern.compile("([?&](?!alt=sse(?:[&#]|$))[^=&#?]*=)[^&#]*");

    private static final Pattern KEYS = Pattern.compile(
            "\\b(?:hf_[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{8,}|AIza[A-Za-z0-9_-]{16,}|AQ\\.[A-Za-z0-9_-]{16,}"
                    + "|gsk_[A-Za-z0-9]{8,}|xox[abp]-[A-Za-z0-9-]{8,}"
                    // Not from within a word: each dash in a long one would begin another search to its end.
                    + "|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)");
    private static final Pattern SCHEME = Pattern.compile("(?i)(bearer|basic) ");

    /** After the header's name whatever follows a scheme is a key, however it looks. */
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "(?i)(authorization[\\\\\"']*\\s*[:=]\\s*[\\\\\"']*(?:bearer|basic)\\s+)[^\\s\\\\\"',;<>]+");

    /** Elsewhere the schemes are English words, so a key must look like one: long, of letters and digits. */
    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(bearer\\s+)(?=[A-Z0-9+/._~-]*[A-Z])(?=[A-Z+/._~-]*[0-9])[A-Z0-9+/._~-]{16,}=*");

    private static final Pattern BASIC = Pattern.compile("(?i)\\b(basic\\s+)([A-Z0-9+/]{6,}={0,2})");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("[^:\\p{Cntrl}\ufffd]*:[^\\p{Cntrl}\ufffd]+");
    private static final Pattern QUERY = Pattern.compile(
            "(?i)([?&;](?:[a-z0-9]++[_-])*+(?:api|access|auth)?(?:key|token|secret|signature|sig|password|credential)=)"
                    + "[^&#\\s\"'<>]+");
    private static final Pattern USER_INFO = Pattern.compile("(?i)(\\bhttps?://)[^/@\\s\"'<>]+@");
    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-goog-api-key");

    private volatile List<String> keys = List.of();
    private volatile List<String> values = List.of();

    /** Creates a redactor that knows forms of keys, but no values yet. */
    public Redactor() {}

    /** Remembers a key, which from now on is removed wherever it stands. Values of less than four characters are not keys. */
    public void remember(String key) {
        if (key.length() >= SHORTEST && !keys.contains(key)) {
            add(key);
        }
    }

    private synchronized void add(String key) {
        if (keys.contains(key)) {
            return;
        }
        keys = Stream.concat(keys.stream(), Stream.of(key))
                .skip(Math.max(0, keys.size() + 1 - REMEMBERED))
                .toList();
        // Longer ones first, lest a key that begins with another leave its tail behind.
        values = keys.stream()
                .flatMap(known -> KeyForms.of(known).stream())
                .distinct()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .toList();
    }

    /** {@return the text without keys} */
    public String redact(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, MASK);
        }
        clean = CutKeys.mask(clean, values, MASK);
        clean = KEYS.matcher(clean).replaceAll(MASK);
        clean = AUTHORIZATION.matcher(clean).replaceAll("$1" + MASK);
        clean = BEARER.matcher(clean).replaceAll("$1" + MASK);
        clean = BASIC.matcher(clean).replaceAll(Redactor::basic);
        clean = USER_INFO.matcher(clean).replaceAll("$1" + MASK + "@");
        clean = CutKeys.maskUnknown(clean, MASK);
        return QUERY.matcher(clean).replaceAll("$1" + MASK);
    }

    /** {@return the scheme without its key, if that is a user and a password; otherwise words, as they are} */
    private static String basic(MatchResult found) {
        try {
            String whole = found.group(2).replace("=", "");
            // One character of a cut key is too much: it stands for no byte.
            String cut = whole.substring(0, whole.length() - (whole.length() % 4 == 1 ? 1 : 0));
            String decoded = new String(Base64.getDecoder().decode(cut), StandardCharsets.UTF_8);
            boolean key = USER_AND_PASSWORD.matcher(decoded).matches();
            return Matcher.quoteReplacement(key ? found.group(1) + MASK : found.group());
        } catch (IllegalArgumentException words) {
            return Matcher.quoteReplacement(found.group());
        }
    }

    /** {@return an address without the keys in its query and user part} */
    public String redact(URI uri) {
        return QUERY_VALUE.matcher(redact(uri.toString())).replaceAll("$1" + MASK);
    }

    /**
     * Removes the keys from headers.
     *
     * @param headers the headers; those of one name are joined with a comma
     * @return names and values in order
     */
    public Map<String, String> redact(Headers headers) {
        Map<String, String> clean = new LinkedHashMap<>();
        headers.entries()
                .forEach(entry -> clean.merge(
                        entry.getKey(), value(entry.getKey(), entry.getValue()), (left, right) -> left + ", " + right));
        return clean;
    }

    private String value(String name, String value) {
        if (!SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            return redact(value);
        }
        return SCHEME.matcher(value).lookingAt() ? value.substring(0, value.indexOf(' ') + 1) + MASK : MASK;
    }

    @Override
    public String toString() {
        return "Redactor[" + keys.size() + " keys]";
    }
}
