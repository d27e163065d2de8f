package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which core the client and which the server is bound to.
 *
 * @param client the client's core, or {@code none}
 * @param server the server's core, or {@code none}
 */
record Cpus(String client, String server) {
    private static final String NONE = "none";

    /** The first two cores that this process may use, unless the options name others. */
    static Cpus choose(Options options) {
        List<String> allowed = allowed();
        boolean pinning = hasTaskset() && allowed.size() > 1;
        if (!pinning) {
            System.out.println(
                    "NOT PINNED: " + (hasTaskset() ? "there is one core only" : "there is no taskset")
                            + ". Client and server share what there is: ratios of one run can still be compared, times cannot.");
        }
        return new Cpus(
                options.text("client-cpu", pinning ? allowed.get(0) : NONE),
                options.text("server-cpu", pinning ? allowed.get(1) : NONE));
    }

    boolean pinsClient() {
        return !client.equals(NONE);
    }

    /** The core whose load is reported. */
    String clientCore() {
        return pinsClient() ? client : "0";
    }

    List<String> forClient() {
        return command(client);
    }

    List<String> forServer() {
        return command(server);
    }

    /** Both cores, for warming up; the contestant binds itself to its own later. */
    List<String> forBoth() {
        return pinsClient() && !server.equals(NONE) ? command(client + "," + server) : forClient();
    }

    private static List<String> command(String cores) {
        return cores.equals(NONE) ? List.of() : List.of("taskset", "-c", cores);
    }

    private static boolean hasTaskset() {
        try {
            return new ProcessBuilder("taskset", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> allowed() {
        List<String> cores = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Cpus_allowed_list:")) {
                    for (String range :
                            line.substring(line.indexOf(':') + 1).strip().split(",")) {
                        String[] ends = range.split("-");
                        int last = Integer.parseInt(ends[ends.length - 1]);
                        for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                            cores.add(Integer.toString(core));
                        }
                    }
                }
            }
        } catch (IOException e) {
            return List.of(); // not Linux
        }
        return cores;
    }
}
