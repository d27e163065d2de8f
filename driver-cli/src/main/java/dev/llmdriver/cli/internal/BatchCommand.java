package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.batch.Batch;
import dev.llmdriver.client.batch.BatchFile;
import dev.llmdriver.client.batch.BatchReport;
import dev.llmdriver.spi.Scheduler;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what a file of lines asks, and can be broken off at any point. */
@Command(name = "batch", description = "Answers each line of a file; run it again to go on where it was broken off.")
final class BatchCommand implements Callable<Integer> {
    /** What is under way after Ctrl-C may still end by itself; the JVM waits a little longer than this. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "A setting of every request, unless its line says otherwise; those of llm chat.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--concurrency", paramLabel = "N", description = "How many calls at a time; default 8.")
    private int concurrency = Batch.DEFAULT_CONCURRENCY;

    @Option(
            names = "--keep-going",
            description = "Go on after a refused key or a used up quota, which usually stop the batch.")
    private boolean keepGoing;

    @Option(names = "--retry-failed", description = "Ask again what an earlier run got no answer to.")
    private boolean retryFailed;

    @Parameters(index = "0", paramLabel = "IN", description = "Lines of JSON, each with a prompt or messages.")
    private @Nullable String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "Where the answers go; beside it, OUT.journal.")
    private @Nullable String out;

    BatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (concurrency < 1) {
            throw Failures.usage("--concurrency must be at least 1, but is " + concurrency);
        }
        Io io = context.io();
        Settings read = Settings.of(settings);
        read.applyTo(ChatRequest.builder()); // a wrong setting is a fault of the command, not of each line
        try (Session session = Session.open(context, target, read)) {
            ChatModel standard = session.chatModel(io);
            BatchModels models = new BatchModels(standard, target.model != null, session::chatModel);
            Bill bill = new Bill(session::price, models::named);
            BatchDisplay display = BatchDisplay.of(io, flags.json, bill, Scheduler.system());
            Hopeless hopeless = new Hopeless(keepGoing);
            try (BatchFile batch = BatchFile.builder(path(in), path(out), new BatchJson(read, models))
                    .concurrency(concurrency)
                    .retryFailed(retryFailed)
                    .listener(display.andThen(hopeless))
                    .open()) {
                hopeless.watch(batch::stop);
                return run(io, batch, display, hopeless);
            }
        }
    }

    private int run(Io io, BatchFile batch, BatchDisplay display, Hopeless hopeless) {
        BatchReport before = batch.report();
        if (!before.open().isEmpty()) {
            io.say("note: when the last run ended, " + Lines.numbers(before.open())
                    + " had been sent and had no answer; sent again, they may be billed twice");
        }
        display.begin(before);
        BatchReport after = Interrupts.during(() -> interrupted(batch), batch::run);
        display.end(after, hopeless.why());
        if (after.isComplete()) {
            return ExitCodes.ofKind(after.firstFailure());
        }
        return hopeless.why().map(ExitCodes::of).orElse(ExitCodes.CANCELLED);
    }

    private static void interrupted(BatchFile batch) {
        batch.stop();
        Scheduler.system().schedule(GRACE, batch::abort);
    }

    private Path path(@Nullable String name) {
        try {
            return context.io().folder().resolve(String.valueOf(name));
        } catch (InvalidPathException invalid) {
            throw Failures.usage("'" + name + "' cannot be the name of a file: " + invalid.getReason());
        }
    }
}
