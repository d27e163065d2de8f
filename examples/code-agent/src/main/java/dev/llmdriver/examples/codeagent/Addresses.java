package dev.llmdriver.examples.codeagent;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the beginning of an address says, read as browsers do. */
final class Addresses {
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*):");
    private static final Set<String> LOCAL = Set.of("data", "blob", "about", "mailto", "tel", "sms", "javascript");

    private Addresses() {}

    /** {@return whether what is loaded from there comes from somewhere else than the page} */
    static boolean isRemote(String address) {
        String start = normal(address);
        Matcher scheme = SCHEME.matcher(start);
        return scheme.lookingAt() ? !LOCAL.contains(scheme.group(1)) : start.startsWith("//");
    }

    /** {@return whether following it runs its text as code} */
    static boolean isCode(String address) {
        return normal(address).startsWith("javascript:") || normal(address).startsWith("vbscript:");
    }

    /** {@return whether it is code that the page carries along, as text or as a blob} */
    static boolean isInline(String address) {
        return normal(address).startsWith("data:") || normal(address).startsWith("blob:");
    }

    /** Browsers drop line ends and tabs anywhere, control characters before, and take {@code \} for {@code /}. */
    private static String normal(String address) {
        return address.replaceAll("[\\t\\n\\r]", "")
                .replaceAll("^[\\x00-\\x20]+", "")
                .replace('\\', '/')
                .toLowerCase(Locale.ROOT);
    }
}
