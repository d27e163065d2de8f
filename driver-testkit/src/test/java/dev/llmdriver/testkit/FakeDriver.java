package dev.llmdriver.testkit;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;
import java.util.function.Function;

/** A driver with a key, whose providers a test makes. */
record FakeDriver(Function<DriverOptions, LlmProvider> providers) implements LlmDriver {
    static final String ID = "fake";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of(CommonOptions.API_KEY.withEnvironment("FAKE_KEY", "OTHER_KEY"));
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return providers.apply(options.checked(options()));
    }
}
