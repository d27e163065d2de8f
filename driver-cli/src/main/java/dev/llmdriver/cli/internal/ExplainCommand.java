package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what chat would send. */
@Command(name = "explain", description = "Shows what chat would send, and what becomes of each setting; sends nothing.")
final class ExplainCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Question question = new Question();

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Io io = context.io();
        Settings settings = question.settings();
        ChatRequest request = question.complete(question.request(io, settings), io, question.attachments(io));
        try (Session session = Session.open(context, target, settings)) {
            List<Plan> plans = new ArrayList<>();
            session.targets(io, question.fallback())
                    .forEach((text, model) -> plans.add(Plan.of(text, model, request, mode(), plans.isEmpty())));
            if (flags.json) {
                io.out().println(Plan.json(plans));
            } else {
                boolean terminal = io.terminals().out();
                Plan.lines(plans).forEach(line -> io.out().println(terminal ? Lines.harmless(line) : line));
            }
        }
        return ExitCodes.FINE;
    }

    private Mode mode() {
        return question.noStream ? Mode.GENERATE : Mode.STREAM;
    }
}
