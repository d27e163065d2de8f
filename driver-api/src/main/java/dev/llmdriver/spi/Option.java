package dev.llmdriver.spi;

import dev.llmdriver.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An option of a driver: name, type, help, and where else its value may come from. Immutable; two options of the same name are the
 * same option.
 *
 * @param <T> type of the value
 */
public final class Option<T> {
    private final String name;
    private final Class<T> type;
    private final String help;
    private final @Nullable Function<String, T> parser;
    private final @Nullable T defaultValue;
    private final boolean secret;
    private final boolean prefix;
    private final List<String> environment;

    private Option(
            String name,
            Class<T> type,
            String help,
            @Nullable Function<String, T> parser,
            @Nullable T defaultValue,
            boolean secret,
            boolean prefix,
            List<String> environment) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.help = Objects.requireNonNull(help, "help");
        this.parser = parser;
        this.defaultValue = defaultValue;
        this.secret = secret;
        this.prefix = prefix;
        this.environment = List.copyOf(environment);
    }

    /**
     * Creates an option that is written as text.
     *
     * @param name lower-case with dashes, such as {@code base-url}
     * @param type type of the value
     * @param parser throws {@link IllegalArgumentException} saying what was expected
     * @param help one sentence for people: meaning, unit
     * @param <T> type of the value
     * @return the option
     */
    public static <T> Option<T> of(String name, Class<T> type, Function<String, T> parser, String help) {
        return new Option<>(name, type, help, parser, null, false, false, List.of());
    }

    /** {@return an option of any text} */
    public static Option<String> string(String name, String help) {
        return of(name, String.class, text -> text, help);
    }

    /** {@return an option that is an absolute http or https address} */
    public static Option<URI> url(String name, String help) {
        return of(name, URI.class, OptionParsers::url, help);
    }

    /** {@return an option that is a time, such as {@code 2s}, {@code 500ms} or {@code PT2S}} */
    public static Option<Duration> duration(String name, String help) {
        return of(name, Duration.class, OptionParsers::duration, help);
    }

    /** {@return an option that is a whole number} */
    public static Option<Integer> integer(String name, String help) {
        return of(name, Integer.class, OptionParsers::integer, help);
    }

    /** {@return an option that is {@code true} or {@code false}} */
    public static Option<Boolean> flag(String name, String help) {
        return of(name, Boolean.class, OptionParsers::flag, help);
    }

    /** {@return an option that is a key, never printed} */
    public static Option<Secret> secret(String name, String help) {
        return new Option<>(name, Secret.class, help, Secret::of, null, true, false, List.of());
    }

    /**
     * {@return an option that stands for all names with this prefix and a dot, such as {@code headers.X-Team}; secret, unless it is
     * {@link #notSecret()}, for nobody knows what people put there}
     */
    public static Option<String> prefix(String name, String help) {
        return new Option<>(name, String.class, help, text -> text, null, true, true, List.of());
    }

    /** {@return an option that can be set by code only, such as an executor} */
    public static <T> Option<T> codeOnly(String name, Class<T> type, String help) {
        return new Option<>(name, type, help, null, null, false, false, List.of());
    }

    /** {@return a copy with a default} */
    public Option<T> withDefault(T value) {
        return new Option<>(name, type, help, parser, value, secret, prefix, environment);
    }

    /** {@return a copy that is also read from these environment variables, the first one set winning} */
    public Option<T> withEnvironment(String... variables) {
        return new Option<>(name, type, help, parser, defaultValue, secret, prefix, List.of(variables));
    }

    /** {@return a copy whose value is never printed, not even when it cannot be read} */
    public Option<T> asSecret() {
        return new Option<>(name, type, help, parser, defaultValue, true, prefix, environment);
    }

    /** {@return a copy whose value may be printed: for an option with a prefix that never holds a key} */
    public Option<T> notSecret() {
        return new Option<>(name, type, help, parser, defaultValue, false, prefix, environment);
    }

    /** {@return the name, lower-case with dashes} */
    public String name() {
        return name;
    }

    /** {@return the type of the value} */
    public Class<T> type() {
        return type;
    }

    /** {@return one sentence for people} */
    public String help() {
        return help;
    }

    /** {@return the default} */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** {@return whether the value must never be printed} */
    public boolean isSecret() {
        return secret;
    }

    /** {@return whether it stands for all names with this prefix and a dot} */
    public boolean isPrefix() {
        return prefix;
    }

    /** {@return whether it can be set by code only} */
    public boolean isCodeOnly() {
        return parser == null;
    }

    /** {@return the environment variables it is also read from, the first one set winning} */
    public List<String> environment() {
        return environment;
    }

    /**
     * Reads a value.
     *
     * @param text as configured
     * @return the value
     * @throws IllegalArgumentException saying what was expected
     */
    public T parse(String text) {
        if (parser == null) {
            throw new IllegalArgumentException("can be set by code only");
        }
        return parser.apply(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Option<?> that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
