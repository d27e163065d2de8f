package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Timeouts;
import dev.llmdriver.spi.OptionParsers;
import dev.llmdriver.spi.Suggestions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What {@code -o} set. */
final class Settings {
    static final String MAX_ATTEMPTS = "max-attempts";

    /** How one setting gets into a request. */
    @FunctionalInterface
    private interface Setter {
        void set(ChatRequestBuilder request, List<String> values);
    }

    private static final Map<String, Setter> SETTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("temperature", (request, values) -> request.temperature(number(last(values)))),
            Map.entry("max-tokens", (request, values) -> request.maxTokens(OptionParsers.integer(last(values)))),
            Map.entry("top-p", (request, values) -> request.topP(number(last(values)))),
            Map.entry("top-k", (request, values) -> request.topK(OptionParsers.integer(last(values)))),
            Map.entry("seed", (request, values) -> request.seed(wholeNumber(last(values)))),
            Map.entry("stop", (request, values) -> request.stop(values.toArray(String[]::new))),
            Map.entry("deadline", (request, values) -> request.deadline(OptionParsers.duration(last(values)))),
            Map.entry("strict", (request, values) -> request.strict(OptionParsers.flag(last(values)))),
            Map.entry("connect-timeout", (request, values) -> OptionParsers.duration(last(values))),
            Map.entry("first-token-timeout", (request, values) -> OptionParsers.duration(last(values))),
            Map.entry("idle-timeout", (request, values) -> OptionParsers.duration(last(values))),
            Map.entry(MAX_ATTEMPTS, (request, values) -> attempts(last(values)))));

    private final Map<String, List<String>> values;

    private Settings(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Reads what stands behind the {@code -o}s. */
    static Settings of(List<String> pairs) {
        Map<String, List<String>> values = Pairs.read("-o", pairs);
        for (String key : values.keySet()) {
            if (!SETTERS.containsKey(key)) {
                throw Failures.usage("unknown setting '" + key + "' behind -o; "
                        + Suggestions.nearest(key, SETTERS.keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known are " + String.join(", ", SETTERS.keySet())));
            }
        }
        return new Settings(values);
    }

    /** Puts the settings into a request. */
    void applyTo(ChatRequestBuilder request) {
        values.forEach((key, texts) -> checked(key, () -> {
            Objects.requireNonNull(SETTERS.get(key)).set(request, texts);
            return texts;
        }));
        request.timeouts(timeouts());
    }

    /** {@return the most attempts of a call} */
    Optional<Integer> maxAttempts() {
        return read(MAX_ATTEMPTS, Settings::attempts);
    }

    private Timeouts timeouts() {
        Timeouts timeouts = Timeouts.unset();
        timeouts = duration("connect-timeout").map(timeouts::withConnect).orElse(timeouts);
        timeouts = duration("first-token-timeout").map(timeouts::withFirstToken).orElse(timeouts);
        return duration("idle-timeout").map(timeouts::withIdle).orElse(timeouts);
    }

    private Optional<Duration> duration(String key) {
        return read(key, OptionParsers::duration);
    }

    private <T> Optional<T> read(String key, Function<String, T> parser) {
        return Optional.ofNullable(values.get(key)).map(texts -> checked(key, () -> parser.apply(last(texts))));
    }

    private static <T> T checked(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException unreadable) {
            throw Failures.usage("setting '" + key + "': " + unreadable.getMessage());
        }
    }

    private static String last(List<String> values) {
        return values.get(values.size() - 1);
    }

    private static int attempts(String text) {
        int attempts = OptionParsers.integer(text);
        if (attempts < 1) {
            throw new IllegalArgumentException("expected at least 1, but got '" + text + "'");
        }
        return attempts;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("expected a number, but got '" + text + "'");
        }
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("expected a whole number, but got '" + text + "'");
        }
    }
}
