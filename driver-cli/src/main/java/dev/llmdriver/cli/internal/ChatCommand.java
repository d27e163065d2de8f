package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Part;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a model, once or in a conversation. */
@Command(name = "chat", description = "Asks a model, once or in a conversation.")
final class ChatCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Question question = new Question();

    @Option(
            names = {"-i", "--interactive"},
            description = "Have a conversation; Ctrl-C stops an answer, Ctrl-D leaves.")
    private boolean interactive;

    ChatCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Io io = context.io();
        boolean conversation =
                interactive || (!question.hasPrompt() && io.terminals().in());
        if (conversation && flags.json) {
            throw Failures.usage(
                    "--json prints one object, a conversation has many answers; give a prompt, or leave one out");
        }
        Settings settings = question.settings();
        List<Part> attachments = question.attachments(io);
        ChatRequestBuilder request = question.request(io, settings);
        return conversation ? converse(settings, request, attachments) : ask(settings, request, attachments);
    }

    private int ask(Settings settings, ChatRequestBuilder request, List<Part> attachments) {
        ChatRequest asked = question.complete(request, context.io(), attachments);
        try (Session session = Session.open(context, target, settings)) {
            new Asking(session.chatModel(context.io(), question.fallback()), printer(), !question.noStream).ask(asked);
        }
        return ExitCodes.FINE;
    }

    private int converse(Settings settings, ChatRequestBuilder request, List<Part> attachments) {
        Io io = context.io();
        try (Session session = Session.open(context, target, settings);
                LineSource lines = LineSource.of(io)) {
            ChatModel model = session.chatModel(context.io(), question.fallback());
            Conversation conversation = new Conversation(
                    new Asking(model, printer(), !question.noStream),
                    new ErrorReport(io, false, flags.verbose),
                    request,
                    question.instructions(),
                    attachments);
            return conversation.run(lines, question.hasPrompt() ? question.text(io) : "");
        }
    }

    private AnswerPrinter printer() {
        return flags.json ? new JsonPrinter(context.io()) : new TextPrinter(context.io(), flags.verbose);
    }
}
