package dev.llmdriver.benchmarks.harness;

import java.io.IOException;

/** Binds all threads of this process to one core. */
final class Pin {
    private Pin() {}

    /** Twice, with work between: threads that start while taskset goes through the list escape it. */
    static void around(Arguments arguments, Work work) throws Exception {
        pin(arguments);
        work.run();
        pin(arguments);
    }

    /** What goes on between the two. */
    interface Work {
        void run() throws Exception;
    }

    private static void pin(Arguments arguments) throws IOException, InterruptedException {
        if (arguments.has("pin")) {
            String pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("taskset", "-acp", arguments.text("pin"), pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }
}
