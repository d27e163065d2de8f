package dev.llmdriver.client.internal;

/**
 * A value of the configuration.
 *
 * @param value not blank
 * @param origin where it was found
 * @param rank how strong its source is; more beats less
 */
record Found(String value, String origin, int rank) {
    static final int CODE = 500;
    static final int SYSTEM_PROPERTY = 400;
    static final int ENVIRONMENT = 300;
    static final int FILE = 200;
    static final int CLASS_PATH = 100;

    @Override
    public String toString() {
        return "Found[" + origin + "]"; // the value may be a key
    }
}
