package dev.llmdriver.examples.dataanalyst;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.client.tool.ToolOutcome;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "data-analyst",
        description = "Answers a question of a data file, with a chart where one is asked for.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:answered",
            "1:the model gave no answer",
            "2:wrong use or configuration, or an unreadable file"
        })
final class DataAnalystCommand implements Callable<Integer> {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "REF",
            description = "who answers: provider:model or a configured name; else llm.model")
    private @Nullable String model;

    @Option(
            names = {"-o", "--chart"},
            paramLabel = "FILE",
            defaultValue = "chart.html",
            description = "where a chart is written to, ${DEFAULT-VALUE} unless set")
    private Path chart = Path.of("chart.html");

    @Option(
            names = "--query-seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "time for a query, ${DEFAULT-VALUE} unless set")
    private int querySeconds;

    @Parameters(index = "0", paramLabel = "FILE", description = "the data: .csv, .tsv, .json, .jsonl or .parquet")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "QUESTION", description = "what to find out")
    private String question = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Supplier<LlmClientBuilder> configuration;

    DataAnalystCommand(Supplier<LlmClientBuilder> configuration) {
        this.configuration = configuration;
    }

    public static void main(String[] args) {
        System.exit(commandLine(LlmClient::builder).execute(args));
    }

    /** {@return the command, which says in one line what is wrong with its use} */
    static CommandLine commandLine(Supplier<LlmClientBuilder> configuration) {
        return new CommandLine(new DataAnalystCommand(configuration)).setParameterExceptionHandler((wrong, args) -> {
            wrong.getCommandLine().getErr().println("error: " + wrong.getMessage() + "; --help tells more");
            return 2;
        });
    }

    @Override
    public Integer call() {
        checkUse();
        try (LlmClient client = configuration.get().build();
                Database database = Database.open(file, Duration.ofSeconds(querySeconds))) {
            spec.commandLine().getErr().println(database.told());
            Analyst analyst = new Analyst(model == null ? client.model() : client.model(model), database, chart);
            ToolRun run = analyst.ask(question);
            spec.commandLine().getOut().println(run.text());
            tell(run);
            return 0;
        } catch (LlmException failure) {
            return failed(
                    failure instanceof ConfigurationException ? 2 : 1,
                    failure.kind().wireName() + ": " + failure.getMessage());
        } catch (IOException unreadable) {
            return failed(2, String.valueOf(unreadable.getMessage()));
        }
    }

    private void checkUse() {
        Path folder = chart.toAbsolutePath().getParent();
        if (question.isBlank() || querySeconds < 1) {
            throw new ParameterException(spec.commandLine(), "ask a question, and give queries 1 s or more");
        }
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file);
        }
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(chart)) {
            throw new ParameterException(
                    spec.commandLine(), "cannot write to " + chart + ": name a file in a folder that is there");
        }
    }

    /** Who reads the numbers may want to know where they come from, and who wanted a chart where it is. */
    private void tell(ToolRun run) {
        PrintWriter err = spec.commandLine().getErr();
        List<ToolOutcome> outcomes =
                run.steps().stream().flatMap(step -> step.outcomes().stream()).toList();
        for (ToolOutcome outcome : outcomes) {
            err.println(outcome.kind() + " " + outcome.call().name() + " "
                    + outcome.call().arguments());
            outcome.failure().ifPresent(why -> err.println("  " + firstLine(why)));
        }
        if (outcomes.stream().anyMatch(DataAnalystCommand::isDrawn)) {
            err.println("the chart is in " + chart);
        }
    }

    private static boolean isDrawn(ToolOutcome outcome) {
        return outcome.call().name().equals("chart") && outcome.kind() == ToolOutcome.Kind.DONE;
    }

    private static String firstLine(Throwable why) {
        return String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    }

    private int failed(int code, String message) {
        spec.commandLine().getErr().println("error: " + message);
        return code;
    }
}
