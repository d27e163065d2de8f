package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;

/** Shows nothing but one object at the end. */
final class JsonPrinter implements AnswerPrinter {
    private final Io io;

    JsonPrinter(Io io) {
        this.io = io;
    }

    @Override
    public void event(ChatEvent event) {}

    @Override
    public void whole(ChatResponse answer) {}

    @Override
    public void finished(ChatResponse answer) {
        io.out().println(AnswerJson.of(answer));
    }
}
