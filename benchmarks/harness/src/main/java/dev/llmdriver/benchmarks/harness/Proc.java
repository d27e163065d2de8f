package dev.llmdriver.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What /proc tells, read without JMX, which would cost a fresh process a third of a second. */
final class Proc {
    private static final int TICK_MILLIS = 10;

    private Proc() {}

    /** User and system time of a process. */
    record Cpu(long userMillis, long systemMillis) {
        long millis() {
            return userMillis + systemMillis;
        }

        Cpu since(Cpu before) {
            return new Cpu(userMillis - before.userMillis, systemMillis - before.systemMillis);
        }
    }

    static Cpu cpu(String pid) {
        String stat = String.join(" ", lines("/proc/" + pid + "/stat"));
        if (stat.isEmpty()) {
            return new Cpu(0, 0);
        }
        // The name of the command, in brackets, may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(Long.parseLong(fields[11]) * TICK_MILLIS, Long.parseLong(fields[12]) * TICK_MILLIS);
    }

    /** Busy milliseconds of one core since the machine started, all processes and interrupts. */
    static long coreBusyMillis(int core) {
        for (String line : lines("/proc/stat")) {
            if (line.startsWith("cpu" + core + " ")) {
                String[] fields = line.split(" +");
                long ticks = 0;
                for (int field :
                        new int[] {1, 2, 3, 6, 7, 8}) { // user nice system; irq softirq steal, not idle, iowait
                    ticks += Long.parseLong(fields[field]);
                }
                return ticks * TICK_MILLIS;
            }
        }
        return 0;
    }

    /** VmRSS, VmHWM in MiB. */
    static double mebibytes(String key) {
        return status(key) / 1024.0;
    }

    /** A number of {@code /proc/self/status}. */
    static long status(String key) {
        for (String line : lines("/proc/self/status")) {
            if (line.startsWith(key + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of(); // not Linux, or the process is gone
        }
    }
}
