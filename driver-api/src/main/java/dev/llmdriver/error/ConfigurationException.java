package dev.llmdriver.error;

import java.util.List;

/** The configuration is wrong. All its faults are reported at once. Nothing was sent. */
public final class ConfigurationException extends LlmException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(ErrorDetails details) {
        super(details);
    }

    /**
     * Creates the error of one or several faults.
     *
     * @param faults each says what was wrong, what was expected and what to do; at least one
     * @return the error
     */
    public static ConfigurationException of(List<String> faults) {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("no fault, no error");
        }
        return (ConfigurationException) LlmException.builder(ErrorKind.CONFIGURATION, String.join("; ", faults))
                .faults(faults)
                .build();
    }

    /**
     * Creates the error of one fault.
     *
     * @param fault says what was wrong, what was expected and what to do
     * @return the error
     */
    public static ConfigurationException of(String fault) {
        return of(List.of(fault));
    }

    /** {@return the faults, one sentence each} */
    public List<String> faults() {
        return details().faults();
    }
}
