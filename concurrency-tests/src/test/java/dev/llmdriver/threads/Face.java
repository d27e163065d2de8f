package dev.llmdriver.threads;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.concurrency.Wire;
import java.util.function.Function;

/** Every way to block on a model until the answer is there. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum Face {
    GENERATE(false, model -> model.generate(Wire.REQUEST).text()),
    TOOL_LOOP(
            false,
            model -> ToolLoop.over(model)
                    .tools(Toolbox.of())
                    .build()
                    .run(Wire.REQUEST)
                    .text()),
    RESULT(true, model -> model.stream(Wire.REQUEST).result().text()),
    FOR_EACH_TEXT(
            true, model -> model.stream(Wire.REQUEST).forEachText(text -> {}).text()),
    TEXTS(true, model -> String.join("", model.stream(Wire.REQUEST).texts())),
    ITERATOR(true, model -> {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : model.stream(Wire.REQUEST)) {
            text.append(event instanceof ChatEvent.TextDelta delta ? delta.text() : "");
        }
        return text.toString();
    });

    private final boolean streams;
    private final Function<ChatModel, String> call;

    Face(boolean streams, Function<ChatModel, String> call) {
        this.streams = streams;
        this.call = call;
    }

    /** Blocks. */
    String ask(ChatModel model) {
        return call.apply(model);
    }

    /** Plays the connection to the end. */
    void answer(Wire wire) {
        if (streams) {
            wire.text();
            wire.text();
            wire.finish();
        } else {
            wire.reply().complete(Wire.ANSWER);
        }
    }
}
