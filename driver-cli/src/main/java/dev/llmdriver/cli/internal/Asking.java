package dev.llmdriver.cli.internal;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.error.LlmException;

/** Asks a model and shows the answer as it comes, or as a whole; Ctrl-C cancels it. */
final class Asking {
    private final ChatModel model;
    private final AnswerPrinter printer;
    private final boolean streamed;

    Asking(ChatModel model, AnswerPrinter printer, boolean streamed) {
        this.model = model;
        this.printer = printer;
        this.streamed = streamed;
    }

    ChatResponse ask(ChatRequest request) {
        try {
            ChatResponse answer = streamed ? stream(request) : whole(request);
            printer.finished(answer);
            return answer;
        } catch (LlmException failed) {
            printer.brokenOff();
            throw failed;
        }
    }

    private ChatResponse stream(ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            return Interrupts.during(stream::cancel, () -> {
                for (ChatEvent event : stream) {
                    printer.event(event);
                }
                return stream.result();
            });
        }
    }

    private ChatResponse whole(ChatRequest request) {
        CallOptions listening = CallOptions.builder().onWaiting(printer::event).build();
        ChatRequest heard = request.toBuilder().callOptions(listening).build();
        ChatResponse answer = Interrupts.during(() -> model.generate(heard));
        printer.whole(answer);
        return answer;
    }
}
