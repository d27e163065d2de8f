package dev.llmdriver.client.internal;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets dollars that begin no reference stay as they are, for a key may have them: SmallRye takes two of them, or a backslash and one,
 * for one.
 */
final class PlainDollars implements ConfigSourceInterceptorFactory {
    /** Beneath the interceptor that expands references, which is at 300. */
    private static final int PRIORITY = Priorities.LIBRARY + 250;

    private static final Pattern PLAIN = Pattern.compile("(\\\\?+)(\\$++)(?!\\{)");

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        return PlainDollars::value;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }

    private static ConfigValue value(ConfigSourceInterceptorContext context, String name) {
        ConfigValue found = context.proceed(name);
        return found == null || found.getValue() == null ? found : found.withValue(escaped(found.getValue()));
    }

    static String escaped(String text) {
        return PLAIN.matcher(text).replaceAll(run -> {
            int dollars = run.group(2).length();
            return Matcher.quoteReplacement(
                    run.group(1).isEmpty() ? "$$".repeat(dollars) : "\\\\$" + "$$".repeat(dollars - 1));
        });
    }
}
