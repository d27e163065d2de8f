package dev.llmdriver.fuzz;

import java.util.List;

/** Something that reads what others wrote, and what must hold whatever they wrote. */
public interface FuzzTarget {
    /**
     * Feeds it.
     *
     * @param input anything at all
     * @throws Exception if something that must hold does not
     */
    void feed(byte[] input) throws Exception;

    /** {@return inputs that reach far, for the fuzzer to start from} */
    List<byte[]> seeds();
}
