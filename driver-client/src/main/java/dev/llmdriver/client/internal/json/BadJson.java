package dev.llmdriver.client.internal.json;

import java.util.List;

/** What a model wrote is not the JSON that was asked for. The faults are worded for the model; they may quote what it wrote. */
public final class BadJson extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10;
    private static final int LONGEST = 300;

    /** An array, for exceptions are serializable and a list need not be. */
    private final String[] faults;

    /** Creates it with one fault. */
    public BadJson(String fault) {
        this(List.of(fault));
    }

    /** Creates it with every fault; at most ten are kept, none longer than 300 characters. */
    public BadJson(List<String> faults) {
        super(faults.size() + " faults", null, false, false);
        this.faults = faults.stream().limit(MOST).map(BadJson::bounded).toArray(String[]::new);
    }

    private static String bounded(String fault) {
        return fault.length() <= LONGEST ? fault : fault.substring(0, LONGEST) + "…";
    }

    /** {@return what is wrong, one sentence each} */
    public List<String> faults() {
        return List.of(faults);
    }
}
