package dev.llmdriver;

import java.util.Objects;

/**
 * Opaque data that a provider attached to a part of its answer and wants back unchanged, such as a thought signature.
 *
 * <p>A driver sends it back only in the part that carried it, and only to the driver and model it came from; elsewhere it is left
 * out and a {@link Warning} says so. Immutable.
 *
 * @param driver id of the driver that wrote it
 * @param model the model that answered, as it was requested
 * @param json JSON text, meaningful to that driver alone
 */
public record ProviderData(String driver, String model, String json) {
    /** Checks that nothing is missing. */
    public ProviderData {
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(json, "json");
    }

    /**
     * Tells whether this data may be sent to a target.
     *
     * @param driver id of the driver about to send it
     * @param model the model about to be asked
     * @return true only for the driver and model that it came from
     */
    public boolean belongsTo(String driver, String model) {
        return this.driver.equals(driver) && this.model.equals(model);
    }

    @Override
    public String toString() {
        return "ProviderData[" + driver + ", " + model + ", " + json.length() + " characters]";
    }
}
