package dev.llmdriver.benchmarks;

/** Tells versions by the names of jars. */
public final class Jars {
    private Jars() {}

    /** {@return the name of the jar a class came from, without its ending} */
    public static String of(Class<?> type) {
        String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
    }
}
