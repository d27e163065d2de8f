package dev.llmdriver.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bounds what one input may cost. Counts the thread's own work, so that a busy machine changes nothing. */
final class Guard {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** So much is always allowed: tables are made, buffers recycled. */
    private static final long FREE_BYTES = 64L << 20;

    /** A byte that is read three times, some of it into trees, costs no more than this. */
    private static final long BYTES_PER_BYTE = 20_000;

    private static final long MOST_NANOS = 20_000_000_000L;

    private Guard() {}

    /** Feeds a target; what costs too much is measured again, for the first time classes are loaded and instrumented. */
    static void feed(FuzzTarget target, byte[] input) throws Exception {
        String complaint = measured(target, input);
        if (!complaint.isEmpty()) {
            complaint = measured(target, input);
        }
        if (!complaint.isEmpty()) {
            throw new AssertionError(complaint);
        }
    }

    private static String measured(FuzzTarget target, byte[] input) throws Exception {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        target.feed(input);
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        if (bytes > FREE_BYTES + BYTES_PER_BYTE * input.length) {
            return input.length + " bytes made it allocate " + bytes;
        }
        return nanos > MOST_NANOS ? input.length + " bytes took " + nanos / 1_000_000 + " ms" : "";
    }
}
