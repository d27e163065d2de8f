package dev.llmdriver.cli.internal;

import java.util.concurrent.locks.LockSupport;

/** A program that opens and closes clients, and after each waits until Netty's global executor has no thread. */
final class ManyEnds {
    static final int TIMES = 20;
    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;

    private ManyEnds() {}

    public static void main(String[] args) {
        for (int i = 0; i < TIMES; i++) {
            OneAnswer.main(args);
            while (isHeld()) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
    }

    private static boolean isHeld() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("globalEventExecutor"));
    }
}
