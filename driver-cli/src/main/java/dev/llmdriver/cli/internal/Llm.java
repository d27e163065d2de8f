package dev.llmdriver.cli.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.spi.Suggestions;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command as a whole: which subcommands there are, and what becomes of everything they throw. */
@Command(
        name = "llm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Talks to language models of many providers.",
        footer = {"", "Try: llm chat \"Hello\"; what is configured, and what is missing: llm doctor"})
public final class Llm implements Runnable {
    private static final List<String> NAMES =
            List.of("chat", "drivers", "models", "doctor", "explain", "embed", "pull", "batch", "serve");

    private Llm() {}

    /**
     * Runs the command.
     *
     * @param io what surrounds it
     * @param args as typed
     * @return the exit code
     */
    public static int run(Io io, String... args) {
        return run(io, LlmDrivers::load, args);
    }

    static int run(Io io, Supplier<LlmDrivers> drivers, String... args) {
        Context context = new Context(io, drivers);
        CommandLine command = new CommandLine(new Llm());
        String first = args.length == 0 ? "" : args[0];
        // The parser reads each subcommand by reflection, which takes a while: one that is named is enough.
        NAMES.stream()
                .filter(name -> name.equals(first) || !NAMES.contains(first))
                .forEach(name -> command.addSubcommand(name, subcommand(name, context)));
        return execute(command, io, args);
    }

    private static Object subcommand(String name, Context context) {
        return switch (name) {
            case "chat" -> new ChatCommand(context);
            case "drivers" -> new DriversCommand(context);
            case "models" -> new ModelsCommand(context);
            case "doctor" -> new DoctorCommand(context);
            case "explain" -> new ExplainCommand(context);
            case "embed" -> new EmbedCommand(context);
            case "pull" -> new PullCommand(context);
            case "batch" -> new BatchCommand(context);
            case "serve" -> new ServeCommand(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int execute(CommandLine command, Io io, String... args) {
        List<String> typed = Arrays.asList(args);
        ErrorReport errors = new ErrorReport(io, typed.contains("--json"), typed.contains("--verbose"));
        command.setExpandAtFiles(false); // a prompt may begin with @
        command.setColorScheme(CommandLine.Help.defaultColorScheme(io.colours() ? Ansi.ON : Ansi.OFF));
        HelpWriter help = new HelpWriter(io);
        command.setOut(new PrintWriter(help, true));
        Failed failed = new Failed(errors);
        command.setParameterExceptionHandler(failed);
        command.setExecutionExceptionHandler(failed);
        int code = command.execute(args);
        return help.lost().map(errors::report).orElse(code);
    }

    /** No lambdas: the parser's classes are so old that an archive of classes takes none of theirs. */
    private record Failed(ErrorReport errors) implements IParameterExceptionHandler, IExecutionExceptionHandler {
        @Override
        public int handleParseException(ParameterException wrong, String[] args) {
            return errors.report(misuse(wrong));
        }

        @Override
        public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
            return errors.report(thrown);
        }
    }

    /** The parser repeats what was typed, which may hold a key, so unknown words are not passed on whole. */
    private static RuntimeException misuse(ParameterException wrong) {
        String help = "; see " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            return Failures.usage(
                    first.startsWith("-")
                            ? "unknown option '" + first.replaceFirst("=.*", "") + "'" + help
                            : wrong.getCommandLine().getParent() == null
                                    ? "unknown command" + nearest(first) + help
                                    : "there are more words than the command takes" + help);
        }
        return Failures.usage(wrong.getMessage() + help);
    }

    private static String nearest(String word) {
        return Suggestions.nearest(word, NAMES)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    @Override
    public void run() {
        throw Failures.usage(
                "say what to do: llm chat, drivers, models, doctor, explain, embed, pull, batch or serve; see llm --help");
    }
}
