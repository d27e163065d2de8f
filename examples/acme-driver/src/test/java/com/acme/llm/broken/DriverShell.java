package com.acme.llm.broken;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.util.Set;

/** A driver around another one. */
class DriverShell implements LlmDriver {
    final LlmDriver inner;

    DriverShell(LlmDriver inner) {
        this.inner = inner;
    }

    @Override
    public String id() {
        return inner.id();
    }

    @Override
    public Set<Option<?>> options() {
        return inner.options();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return inner.connect(options);
    }
}
