package dev.llmdriver.ollama.internal;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ModelInfo;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What has been learnt of models by asking: what they can do, and the windows they are loaded with. Asks nothing itself. Thread-safe. */
public final class Known {
    /** No server has so many; one that makes names up must not fill the memory. */
    static final int MOST = 10_000;

    private static final String DEFAULT_TAG = ":latest";

    private final Map<String, Capabilities> capabilities = new ConcurrentHashMap<>();
    private final Map<String, Long> windows = new ConcurrentHashMap<>();

    /** Starts knowing nothing. */
    public Known() {}

    /** Keeps what a model can do, if it was said. */
    void learn(ModelInfo info) {
        if (!info.capabilities().known().isEmpty()) {
            put(capabilities, info.id(), info.capabilities());
        }
    }

    /** Keeps the window that a model is loaded with, in tokens. */
    void learnWindow(String model, long tokens) {
        put(windows, model, tokens);
    }

    private static <V> void put(Map<String, V> known, String model, V value) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(key(model), value);
    }

    /** {@return what a model can do, as far as was asked} */
    public Capabilities capabilities(String model) {
        return capabilities.getOrDefault(key(model), Capabilities.unknown());
    }

    /** {@return the window that a model was last seen loaded with, in tokens; 0 if it was not seen} */
    public long window(String model) {
        return windows.getOrDefault(key(model), 0L);
    }

    /** Names are compared without regard to case, and the tag {@code latest} may be left out (wire page 1). */
    private static String key(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return name.endsWith(DEFAULT_TAG) ? name.substring(0, name.length() - DEFAULT_TAG.length()) : name;
    }
}
