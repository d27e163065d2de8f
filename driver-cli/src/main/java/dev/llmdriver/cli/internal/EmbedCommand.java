package dev.llmdriver.cli.internal;

import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Turns texts into vectors. */
@Command(name = "embed", description = "Turns texts into vectors and prints them as JSON.")
final class EmbedCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "One vector is made of each.")
    private List<String> texts = new ArrayList<>();

    EmbedCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (texts.stream().anyMatch(String::isBlank)) {
            throw Failures.input("a text is empty; each needs something to make a vector of");
        }
        try (Session session = Session.open(context, target, Settings.of(List.of()))) {
            EmbeddingModel model = session.embeddingModel(context.io());
            EmbeddingRequest request = EmbeddingRequest.builder(texts).build();
            EmbeddingResponse answer = Interrupts.during(() -> model.embed(request));
            context.io().out().println(AnswerJson.of(answer));
            if (flags.verbose) {
                context.io().say("attempts " + answer.attempts().size());
            }
        }
        return ExitCodes.FINE;
    }
}
