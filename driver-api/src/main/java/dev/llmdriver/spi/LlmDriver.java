package dev.llmdriver.spi;

import dev.llmdriver.LlmProvider;
import java.util.Set;

/**
 * Found by {@link java.util.ServiceLoader}; stateless and thread-safe, like {@code java.sql.Driver}. A module provides it in its
 * descriptor and in {@code META-INF/services}.
 */
public interface LlmDriver {
    /** The version of this contract that the library implements. A driver returns the version it was written for. */
    int SPEC_VERSION = 1;

    /** {@return the driver's id, lower-case and stable, such as {@code huggingface}; unique on the path} */
    String id();

    /** {@return the version of the contract that the driver was written for, normally {@link #SPEC_VERSION}} */
    default int specVersion() {
        return SPEC_VERSION;
    }

    /** {@return the options that {@link #connect} understands} */
    Set<Option<?>> options();

    /**
     * Opens a provider. Does no I/O and starts no thread.
     *
     * @param options what was configured
     * @return the provider
     * @throws dev.llmdriver.error.ConfigurationException with every fault of the options at once
     */
    LlmProvider connect(DriverOptions options);
}
