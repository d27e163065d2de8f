package dev.llmdriver.cli.internal;

import dev.llmdriver.ollama.PullProgress;
import java.util.Locale;

/** Draws how far something is, on one line. */
final class ProgressBar {
    private static final int WIDTH = 24;
    private static final int STATUS = 28;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private ProgressBar() {}

    /** {@return the status, and where the size is known a bar, the percentage and the sizes} */
    static String line(PullProgress progress) {
        String status = Lines.one(progress.status());
        if (progress.total() <= 0) {
            return status;
        }
        long done = Math.max(0, Math.min(progress.completed(), progress.total()));
        return String.format(
                Locale.ROOT,
                "%-" + STATUS + "s %s %s of %s",
                status,
                bar(done, progress.total()),
                size(done),
                size(progress.total()));
    }

    /** {@return a bar and the percentage} */
    static String bar(long done, long total) {
        int filled = (int) (WIDTH * done / total);
        return String.format(
                Locale.ROOT, "[%s%s] %3d%%", "=".repeat(filled), " ".repeat(WIDTH - filled), 100 * done / total);
    }

    /** Decimal units, as Ollama and disks count. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
