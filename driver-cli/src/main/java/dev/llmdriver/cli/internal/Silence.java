package dev.llmdriver.cli.internal;

/**
 * The configuration of the JDK's logging, which asks this class for it: none, so that libraries write nothing between an answer and
 * its error line. A {@code -Djava.util.logging.config.file=…} of the user's own wins.
 */
public final class Silence {
    private static final String CLASS = "java.util.logging.config.class";
    private static final String FILE = "java.util.logging.config.file";

    /** Called by the JDK. */
    public Silence() {}

    /** Silences the log, unless somebody wants to see it. */
    public static void keep() {
        if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
            System.setProperty(CLASS, Silence.class.getName());
        }
    }

    /** {@return whether the log is silent} */
    static boolean isKept() {
        return Silence.class.getName().equals(System.getProperty(CLASS));
    }
}
