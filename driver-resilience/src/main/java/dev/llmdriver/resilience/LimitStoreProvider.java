package dev.llmdriver.resilience;

import java.util.Set;

/**
 * Opens stores of limits by their address, such as the one that an application configures. Found by {@link java.util.ServiceLoader}; a
 * module provides it in its {@code module-info} and in {@code META-INF/services}. Stateless and thread-safe.
 */
public interface LimitStoreProvider {
    /** {@return the beginnings of the addresses that it understands, such as {@code redis}; unique on the path} */
    Set<String> schemes();

    /**
     * Opens a store. Connects nowhere and starts no thread: that is for when it is first used. Whoever opened it closes it if it is
     * {@link AutoCloseable}.
     *
     * @param address begins with one of the schemes; may hold a password, which no message repeats
     * @return a store
     * @throws IllegalArgumentException if the address cannot be read, saying what was expected
     */
    LimitStore open(String address);
}
