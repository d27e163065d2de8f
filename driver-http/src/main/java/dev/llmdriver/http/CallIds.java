package dev.llmdriver.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes the ids of an answer's tool calls unique, for results name the call by its id: some servers send none, some the same one for
 * all. Not thread-safe.
 */
public final class CallIds {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> repeated = new HashMap<>();

    /** Starts without a call. */
    public CallIds() {}

    /**
     * Takes the next call's id.
     *
     * @param sent as it came; empty if none did
     * @return the same, or if it is empty or was there before, another
     */
    public String unique(String sent) {
        String id = sent.isEmpty() ? "call_" + taken.size() : sent;
        String unique = id;
        while (!taken.add(unique)) {
            unique = id + "_" + repeated.merge(id, 1, Integer::sum);
        }
        return unique;
    }

    /** {@return whether no call came} */
    public boolean isEmpty() {
        return taken.isEmpty();
    }
}
