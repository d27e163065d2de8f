package dev.llmdriver.http;

import dev.llmdriver.Secret;
import dev.llmdriver.http.internal.Origins;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a key travels. The key is read anew for each attempt. Immutable; never prints the key. */
public final class Credentials {
    private final String header;
    private final String prefix;
    private final @Nullable Secret key;
    private final @Nullable URI origin;

    private Credentials(String header, String prefix, @Nullable Secret key, @Nullable URI origin) {
        this.header = header;
        this.prefix = prefix;
        this.key = key;
        this.origin = origin;
    }

    /** {@return a key in {@code Authorization: Bearer}} */
    public static Credentials bearer(Secret key) {
        return new Credentials("Authorization", "Bearer ", Objects.requireNonNull(key, "key"), null);
    }

    /** {@return a key in a header of its own, such as {@code x-goog-api-key}} */
    public static Credentials header(String name, Secret key) {
        return new Credentials(Objects.requireNonNull(name, "name"), "", Objects.requireNonNull(key, "key"), null);
    }

    /** {@return no key; one given for a single call travels as a bearer token} */
    public static Credentials none() {
        return new Credentials("Authorization", "Bearer ", null, null);
    }

    /** {@return no key; one given for a single call travels in this header, such as {@code x-goog-api-key}} */
    public static Credentials none(String header) {
        return new Credentials(Objects.requireNonNull(header, "header"), "", null, null);
    }

    /** {@return a copy that sends another key in the same way} */
    public Credentials withKey(Secret other) {
        return new Credentials(header, prefix, Objects.requireNonNull(other, "other"), null);
    }

    /** {@return a copy whose key goes to this scheme, host and port alone, whatever base URL a single call names} */
    public Credentials onlyFor(URI address) {
        return new Credentials(header, prefix, key, Objects.requireNonNull(address, "address"));
    }

    /** {@return whether there is a key that may go to an address} */
    public boolean hasKeyFor(URI address) {
        return key != null && (origin == null || Origins.same(origin, address));
    }

    /** {@return the header's name} */
    public String header() {
        return header;
    }

    /** {@return what stands before the key in the header} */
    public String prefix() {
        return prefix;
    }

    /** {@return the key, if there is one} */
    public Optional<Secret> key() {
        return Optional.ofNullable(key);
    }

    @Override
    public String toString() {
        return "Credentials[" + header + "]";
    }
}
