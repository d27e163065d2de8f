package dev.llmdriver.client.internal;

import dev.llmdriver.client.ResolvedConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Hands values out of the sources, and keeps account: which keys are known, what they were, what was wrong. */
final class Values {
    /** Shorter ones are no keys, and hiding each of their letters would garble every message. */
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private final Sources sources;
    private final List<String> faults;
    private final Collection<String> known = new TreeSet<>();
    private final Map<String, ResolvedConfig.Entry> entries = new TreeMap<>();
    /** The longest first, for one may begin like another, whose rest would show. */
    private final Set<String> secrets = new TreeSet<>(Values::longestFirst);

    Values(Sources sources, List<String> faults) {
        this.sources = sources;
        this.faults = faults;
    }

    /** Not of {@link java.util.Comparator}'s own parts: no archive of classes takes those, so they slow every start. */
    private static int longestFirst(String one, String other) {
        int byLength = Integer.compare(other.length(), one.length());
        return byLength == 0 ? one.compareTo(other) : byLength;
    }

    Sources sources() {
        return sources;
    }

    /** Looks a key up that is known from here on. */
    Optional<Found> find(String key) {
        known.add(key);
        return sources.find(key);
    }

    /** Looks a key up and hands its value on; a value that cannot be read is a fault. */
    void read(String key, Consumer<String> reader) {
        check(key, false, text -> {
            reader.accept(text);
            return List.of();
        });
    }

    /** Looks a key up as {@link #read} does, whose value nobody may see. */
    void readSecret(String key, Consumer<String> reader) {
        check(key, true, text -> {
            reader.accept(text);
            return List.of();
        });
    }

    /** Looks a key up and has its value checked; everything that is wrong with it is a fault. */
    void checkAll(String key, Function<String, List<String>> check) {
        check(key, false, check);
    }

    private void check(String key, boolean secret, Function<String, List<String>> check) {
        find(key).ifPresent(found -> {
            note(key, found, secret);
            for (String wrong : checked(check, found.value())) {
                faults.add("'" + key + "' (" + found.origin() + "): " + wrong);
            }
        });
    }

    private static List<String> checked(Function<String, List<String>> check, String text) {
        try {
            return check.apply(text);
        } catch (IllegalArgumentException unreadable) {
            return List.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** Keeps what is wrong with the configuration. */
    void fault(String sentence) {
        faults.add(sentence);
    }

    /**
     * {@return the names below a prefix; a name with other characters than it may have is a fault, and one that other profiles alone
     * speak of is none here}
     */
    Set<String> namesBelow(String prefix) {
        Set<String> found = namesBelow(prefix, sources.namesInForce());
        for (String name : namesBelow(prefix, sources.names())) {
            if (!NAME.matcher(name).matches()) {
                faults.add(
                        "'" + prefix + name + "': a name is made of letters, digits, - and _, but got '" + name + "'");
                found.remove(name);
            } else if (!found.contains(name)) {
                known.add(prefix + name);
                ignore(prefix + name + ".");
            }
        }
        return found;
    }

    private static Set<String> namesBelow(String prefix, Set<String> keys) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Keeps what a key is, masked if it is secret. */
    void note(String key, Found found, boolean secret) {
        if (secret && found.value().length() >= SHORTEST_SECRET) {
            secrets.add(found.value());
        }
        String shown = secret ? ResolvedConfig.MASK : Texts.safe(found.value());
        entries.put(key, new ResolvedConfig.Entry(key, shown, found.origin()));
    }

    /** Takes all keys with a prefix for known, because what is wrong with them was said already. */
    void ignore(String prefix) {
        sources.names().stream().filter(key -> key.startsWith(prefix)).forEach(known::add);
    }

    Collection<String> known() {
        return known;
    }

    List<ResolvedConfig.Entry> entries() {
        return entries.values().stream()
                .map(entry -> new ResolvedConfig.Entry(entry.key(), withoutSecrets(entry.value()), entry.origin()))
                .toList();
    }

    /** {@return the text without any secret of the configuration} */
    String withoutSecrets(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, ResolvedConfig.MASK);
        }
        return Texts.withoutLikelyKeys(masked);
    }
}
