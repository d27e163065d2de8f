package dev.llmdriver.cli.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.ollama.Ollama;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Downloads a model. */
@Command(name = "pull", description = "Downloads a model, such as ollama:llama3.2:1b; a name alone is one of Ollama's.")
final class PullCommand implements Callable<Integer> {
    private static final String OLLAMA = "ollama";

    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description =
                    "provider:model, or the model's name alone for the provider of -m, which is ollama by default.")
    private @Nullable String model;

    PullCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (model == null && target.model == null) {
            throw Failures.usage("say which model: llm pull llama3.2:1b; names are at https://ollama.com/search");
        }
        target.model = reference();
        try (Session session = Session.open(context, target, Settings.of(List.of()))) {
            ModelRef ref = session.ref();
            Ollama ollama = session.provider().unwrap(Ollama.class).orElseThrow(() -> cannotPull(ref));
            Download download = new Download();
            PullReport report = PullReport.of(context.io(), flags.json, ref);
            ollama.pull(ref.model()).subscribe(download);
            download.readAll(report);
            report.finished();
        }
        return ExitCodes.FINE;
    }

    /** Names of Ollama's models hold colons too, so what stands before the first one is a provider only if there is one of that name. */
    private @Nullable String reference() {
        if (model == null) {
            return target.model;
        }
        if (target.model != null) {
            String provider = target.model;
            return model.startsWith(provider + ":") ? model : provider + ":" + model;
        }
        int colon = model.indexOf(':');
        boolean named = colon > 0 && isProvider(model.substring(0, colon));
        return named ? model : OLLAMA + ":" + model;
    }

    private boolean isProvider(String name) {
        try (Session session = Session.open(context, new Target(), Settings.of(List.of()))) {
            return session.config().providers().containsKey(name);
        }
    }

    private static LlmException cannotPull(ModelRef ref) {
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED,
                        "'" + ref.provider()
                                + "' has no models to download, only Ollama has; as in llm pull llama3.2:1b")
                .phase(Phase.LOCAL)
                .build();
    }
}
