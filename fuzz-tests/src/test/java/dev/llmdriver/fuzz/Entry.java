package dev.llmdriver.fuzz;

import java.util.Arrays;
import java.util.List;

/** Where Jazzer puts its inputs in: into one target, or by their first byte into all of them. */
public final class Entry {
    /** The name of a target; empty for all. */
    static final String TARGET = "fuzz.target";

    private static final String ONE = System.getProperty(TARGET, "");
    private static final List<String> NAMES = List.copyOf(FuzzTargets.ALL.keySet());

    private Entry() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (!ONE.isEmpty()) {
            Guard.feed(FuzzTargets.get(ONE), input);
        } else if (input.length > 0) {
            String name = NAMES.get((input[0] & 0xFF) % NAMES.size());
            Guard.feed(FuzzTargets.get(name), Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** {@return a target's input as one for all} */
    static byte[] addressed(String name, byte[] input) {
        byte[] all = new byte[input.length + 1];
        all[0] = (byte) NAMES.indexOf(name);
        System.arraycopy(input, 0, all, 1, input.length);
        return all;
    }
}
