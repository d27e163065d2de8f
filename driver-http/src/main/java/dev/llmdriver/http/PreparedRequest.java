package dev.llmdriver.http;

import dev.llmdriver.FieldFate;
import dev.llmdriver.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A chat request ready to be sent, and what is told of it. Immutable.
 *
 * @param wire what to send
 * @param fates what became of each field of the request; those that are notable become warnings of the answer
 * @param warnings what the answer shall warn of beside its fields, such as a deprecated setting of the provider
 */
public record PreparedRequest(WireRequest wire, List<FieldFate> fates, List<Warning> warnings) {
    /** Checks that nothing is missing. */
    public PreparedRequest {
        Objects.requireNonNull(wire, "wire");
        fates = List.copyOf(fates);
        warnings = List.copyOf(warnings);
    }

    /** {@return a request that warns of nothing but its fields} */
    public static PreparedRequest of(WireRequest wire, List<FieldFate> fates) {
        return new PreparedRequest(wire, fates, List.of());
    }

    /** {@return all that the answer shall warn of: the warnings, then the notable fates} */
    public List<Warning> allWarnings() {
        List<Warning> notable = Fates.warnings(fates);
        if (warnings.isEmpty()) {
            return notable;
        }
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(notable);
        return List.copyOf(all);
    }
}
