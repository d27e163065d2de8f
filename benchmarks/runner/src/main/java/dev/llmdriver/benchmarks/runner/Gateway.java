package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something between the client and the provider, or nothing, for comparison.
 *
 * @param name the heading of its column
 * @param port where it listens
 * @param prefix what it wants before a model's name
 * @param pid its process
 * @param process the same, if it is to be ended
 */
record Gateway(
        String name,
        String port,
        String prefix,
        long pid,
        @Nullable Process process) implements AutoCloseable {
    static final String DIRECT = "direct";

    /** The provider itself. */
    static Gateway none(Server server) {
        return new Gateway(DIRECT, server.port(), "", server.pid(), null);
    }

    /** {@return the most memory that it had, in MiB} */
    double peakMebibytes() throws IOException {
        return status("VmHWM:") / 1024.0;
    }

    /** {@return how many threads it has} */
    long threads() throws IOException {
        return status("Threads:");
    }

    private long status(String key) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
