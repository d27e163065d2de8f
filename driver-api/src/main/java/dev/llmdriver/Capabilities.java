package dev.llmdriver;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model can do, as far as known. Immutable. */
public final class Capabilities {
    private static final Capabilities UNKNOWN = new Capabilities(new EnumMap<>(Capability.class));

    private final Map<Capability, Support> known;

    private Capabilities(EnumMap<Capability, Support> known) {
        this.known = Collections.unmodifiableMap(known);
    }

    /** {@return capabilities of which nothing is known} */
    public static Capabilities unknown() {
        return UNKNOWN;
    }

    /**
     * Adds what is known of some capabilities.
     *
     * @param support whether they can be done
     * @param capabilities which
     * @return a copy with that
     */
    public Capabilities with(Support support, Capability... capabilities) {
        EnumMap<Capability, Support> copy = new EnumMap<>(Capability.class);
        copy.putAll(known);
        for (Capability capability : capabilities) {
            copy.put(capability, support);
        }
        return new Capabilities(copy);
    }

    /** {@return whether this can be done} */
    public Support of(Capability capability) {
        return known.getOrDefault(capability, Support.UNKNOWN);
    }

    /** {@return what is known, without the unknown} */
    public Map<Capability, Support> known() {
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Capabilities that && known.equals(that.known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }

    @Override
    public String toString() {
        return "Capabilities" + known;
    }
}
