package dev.llmdriver.testkit.tck;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/** Copies options. */
final class Copied {
    private Copied() {}

    /** {@return the same options under another name, but for those named} */
    static DriverOptions as(String name, DriverOptions options, LlmDriver driver, Set<String> without) {
        DriverOptions.Builder copy = DriverOptions.builder(name).shared(options.shared());
        driver.options().stream()
                .filter(option -> !without.contains(option.name()))
                .forEach(option -> copy(option, options, copy));
        return copy.build();
    }

    private static <T> void copy(Option<T> option, DriverOptions from, DriverOptions.Builder to) {
        if (from.isSet(option)) {
            from.get(option).ifPresent(value -> to.set(option, value));
        }
    }
}
