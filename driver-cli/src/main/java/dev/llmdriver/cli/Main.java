package dev.llmdriver.cli;

import dev.llmdriver.cli.internal.Interrupts;
import dev.llmdriver.cli.internal.Io;
import dev.llmdriver.cli.internal.Llm;
import dev.llmdriver.cli.internal.Silence;

/** Starts the {@code llm} command; see {@code docs/llm-command.md}. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        Silence.keep();
        Interrupts.install();
        int code = Llm.run(Io.ofProcess(), args);
        Interrupts.finished();
        System.exit(code);
    }
}
