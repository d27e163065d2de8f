package dev.llmdriver.testkit.internal;

import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.List;
import java.util.Map;

/** The options of a driver that stand in environment variables. */
public final class FromEnvironment {
    private final Map<String, String> variables;

    /** Creates one of these variables. */
    public FromEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** {@return the environment of this process} */
    public static FromEnvironment ofProcess() {
        return new FromEnvironment(System.getenv());
    }

    /** {@return whether the variable is there and not blank} */
    public boolean isSet(String variable) {
        return !variables.getOrDefault(variable, "").isBlank();
    }

    /** {@return the variables that may hold a key, in the order in which the driver reads them} */
    public List<String> keyVariables(LlmDriver driver) {
        return driver.options().stream()
                .filter(option -> option.isSecret() && !option.isPrefix())
                .flatMap(option -> option.environment().stream())
                .toList();
    }

    /** {@return the options that are set, each by its first variable that is} */
    public DriverOptions.Builder options(LlmDriver driver) {
        DriverOptions.Builder options = DriverOptions.builder(driver.id());
        for (Option<?> option : driver.options()) {
            option.environment().stream()
                    .filter(this::isSet)
                    .findFirst()
                    .ifPresent(variable ->
                            options.set(option.name(), variables.getOrDefault(variable, ""), "variable " + variable));
        }
        return options;
    }
}
