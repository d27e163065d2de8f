package dev.llmdriver.http.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How a key may look where something else quotes it. */
public final class KeyForms {
    /** What is left of a short key within Base64 could be anything. */
    private static final int SHORTEST = 8;

    private KeyForms() {}

    /** {@return a key as it is, in a URL, in JSON, and in Base64, alone or with anything around it} */
    public static Set<String> of(String key) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
        String json = key.replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>(Set.of(Base64.getEncoder().encodeToString(bytes)));
        forms.add(key);
        forms.add(encoded);
        forms.add(encoded.replace("+", "%20"));
        forms.add(lowerHex(encoded));
        forms.add(json);
        forms.add(json.replace("/", "\\/"));
        for (int before = 0; before < 3; before++) {
            String within = within(bytes, before);
            if (within.length() >= SHORTEST) {
                forms.add(within);
                forms.add(within.replace('+', '-').replace('/', '_'));
            }
        }
        return forms;
    }

    /** {@return the characters of Base64 that depend on the key alone, where so many bytes stand before it, counted by threes} */
    private static String within(byte[] key, int before) {
        byte[] padded = new byte[before + key.length];
        System.arraycopy(key, 0, padded, before, key.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        return text.substring(before == 0 ? 0 : before + 1, text.length() - (padded.length % 3 == 0 ? 0 : 1));
    }

    private static String lowerHex(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 3)) {
            lower.replace(at, at + 3, encoded.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }
}
