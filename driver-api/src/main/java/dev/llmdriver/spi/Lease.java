package dev.llmdriver.spi;

/**
 * A share in something costly that several providers use. Thread-safe.
 *
 * @param <T> what is shared
 */
public interface Lease<T> extends AutoCloseable {
    /** {@return what is shared; not to be used after {@link #close}} */
    T get();

    /** Gives the share back; the last one closes the thing itself. Idempotent. */
    @Override
    void close();
}
