package dev.llmdriver.benchmarks;

import java.util.Set;

/**
 * One library under test. To add one: a module with the library on its class path, one class that implements this, and
 * its name in {@code META-INF/services/dev.llmdriver.benchmarks.Contestant}. The runner finds it by itself.
 */
public interface Contestant {
    /** {@return a short and unique name: the row in the tables} */
    String name();

    /** {@return library and version, for the record} */
    String version();

    /** {@return what it can speak} */
    Set<Protocol> protocols();

    /** {@return a client that is set up as a competent user would} */
    Client open(Setup setup);
}
