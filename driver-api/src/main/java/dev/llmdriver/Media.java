package dev.llmdriver;

import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image, sound, video or document: a MIME type with either the bytes or an address where the provider finds them. Immutable. */
public final class Media implements Part {
    private final String mimeType;
    private final byte @Nullable [] bytes;
    private final @Nullable URI uri;
    private final @Nullable ProviderData providerData;

    private Media(String mimeType, byte @Nullable [] bytes, @Nullable URI uri, @Nullable ProviderData providerData) {
        this.mimeType = checked(mimeType);
        this.bytes = bytes;
        this.uri = uri;
        this.providerData = providerData;
    }

    /**
     * Creates media from bytes, which are sent inside the request.
     *
     * @param mimeType such as {@code image/png}
     * @param bytes the content; copied
     * @return the part
     * @throws IllegalArgumentException if the type has no {@code /} or a character that no MIME type has
     */
    public static Media of(String mimeType, byte[] bytes) {
        return new Media(mimeType, bytes.clone(), null, null);
    }

    /**
     * Creates media from an address. The provider fetches it, so it must be reachable from there; nothing is downloaded here.
     *
     * @param mimeType such as {@code image/png}
     * @param uri an absolute address
     * @return the part
     * @throws IllegalArgumentException if the type is malformed or the address is not absolute
     */
    public static Media of(String mimeType, URI uri) {
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("media address must be absolute, such as https://…: " + uri);
        }
        return new Media(mimeType, null, uri, null);
    }

    private static String checked(String mimeType) {
        String type = mimeType.toLowerCase(Locale.ROOT);
        if (!type.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")) {
            throw new IllegalArgumentException("not a MIME type such as image/png: " + mimeType);
        }
        return type;
    }

    /**
     * Attaches provider data.
     *
     * @param data what the provider wants back
     * @return a copy that carries it
     */
    public Media withProviderData(ProviderData data) {
        return new Media(mimeType, bytes, uri, Objects.requireNonNull(data, "data"));
    }

    /**
     * Returns the MIME type.
     *
     * @return lower-case, without parameters
     */
    public String mimeType() {
        return mimeType;
    }

    /**
     * Returns the content.
     *
     * @return a copy of the bytes; empty where an address was given
     */
    public Optional<byte[]> bytes() {
        return bytes == null ? Optional.empty() : Optional.of(bytes.clone());
    }

    /**
     * Returns the content in Base64, as most providers want it.
     *
     * @return standard alphabet with padding and without line breaks; empty where an address was given
     */
    public Optional<String> base64() {
        return bytes == null
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * Returns the address.
     *
     * @return where the provider finds the content; empty where bytes were given
     */
    public Optional<URI> uri() {
        return Optional.ofNullable(uri);
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Media that
                && mimeType.equals(that.mimeType)
                && Arrays.equals(bytes, that.bytes)
                && Objects.equals(uri, that.uri)
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mimeType, Arrays.hashCode(bytes), uri, providerData);
    }

    @Override
    public String toString() {
        return "Media[" + mimeType + (bytes == null ? ", by address]" : ", " + bytes.length + " bytes]");
    }
}
