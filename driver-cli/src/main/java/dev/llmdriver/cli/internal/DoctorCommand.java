package dev.llmdriver.cli.internal;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is configured, whether it can be used, and what to do. */
@Command(name = "doctor", description = "Says what is configured, whether it can be used, and what to do.")
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.io().out().println(flags.json + " " + target.model);
        return ExitCodes.FINE;
    }
}
