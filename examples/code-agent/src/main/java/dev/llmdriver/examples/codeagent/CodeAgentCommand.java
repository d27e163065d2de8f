package dev.llmdriver.examples.codeagent;

import dev.llmdriver.ChatModel;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.LlmClientBuilder;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        name = "code-agent",
        description = "Lets a model write a web page, checks it, and writes it to a file.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the page is written",
            "1:the model gave no answer",
            "2:wrong use or configuration",
            "3:the page was refused, repairs included; nothing is written",
            "4:the file could not be written"
        })
final class CodeAgentCommand implements Callable<Integer> {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "REF",
            description = "who writes: provider:model or a configured name; else llm.model")
    private @Nullable String model;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "page.html",
            description = "where to, ${DEFAULT-VALUE} unless set")
    private Path out = Path.of("page.html");

    @Option(
            names = "--repairs",
            paramLabel = "N",
            defaultValue = "2",
            description = "how often findings go back to the model at most, ${DEFAULT-VALUE} unless set")
    private int repairs;

    @Option(
            names = "--attempt-seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "time for one attempt, ${DEFAULT-VALUE} unless set; the whole call has llm.deadline")
    private int attemptSeconds;

    @Parameters(paramLabel = "PROMPT", description = "what the page shall be")
    private String prompt = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Supplier<LlmClientBuilder> configuration;

    CodeAgentCommand(Supplier<LlmClientBuilder> configuration) {
        this.configuration = configuration;
    }

    public static void main(String[] args) {
        System.exit(commandLine(LlmClient::builder).execute(args));
    }

    /** {@return the command, which says in one line what is wrong with its use} */
    static CommandLine commandLine(Supplier<LlmClientBuilder> configuration) {
        return new CommandLine(new CodeAgentCommand(configuration)).setParameterExceptionHandler((wrong, args) -> {
            wrong.getCommandLine().getErr().println("error: " + wrong.getMessage() + "; --help tells more");
            return 2;
        });
    }

    @Override
    public Integer call() {
        checkUse();
        try (LlmClient client = CodeAgent.client(configuration.get(), Duration.ofSeconds(attemptSeconds))) {
            ChatModel writer = model == null ? client.model() : client.model(model);
            return finish(new CodeAgent(writer, repairs).write(prompt));
        } catch (LlmException failure) {
            err().println("error: " + failure.kind().wireName() + ": " + failure.getMessage());
            return failure instanceof ConfigurationException ? 2 : 1;
        }
    }

    /** What can be known before is said before: a page that cannot be kept would be paid for in vain. */
    private void checkUse() {
        Path folder = out.toAbsolutePath().getParent();
        if (prompt.isBlank()) {
            throw new ParameterException(spec.commandLine(), "the prompt is empty: say what the page shall be");
        }
        if (repairs < 0 || attemptSeconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--repairs must be 0 or more, and --attempt-seconds 1 or more");
        }
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
            throw new ParameterException(
                    spec.commandLine(), "cannot write to " + out + ": name a file in a folder that is there");
        }
    }

    private int finish(CodeAgent.Draft draft) {
        err().println("repairs: " + draft.output().repairs() + ", attempts: "
                + draft.output().totals().attempts().size() + "; " + draft.verdict());
        if (!draft.verdict().accepted()) {
            err().println("nothing is written");
            return 3;
        }
        try {
            PageFile.write(out, ContentPolicy.add(draft.page()));
        } catch (IOException e) {
            err().println("error: the page could not be written to " + out + ": " + e);
            return 4;
        }
        spec.commandLine().getOut().println(out);
        return 0;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
