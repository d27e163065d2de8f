package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.openai.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody asks.
 *
 * @param id what the page calls the answer
 * @param chat the conversation that it belongs to
 * @param model who shall answer; empty for the standard model
 * @param text the words
 * @param memory whether the model is told what was said before
 * @param again whether the last question is asked once more
 * @param endpoint a place of the person's own
 */
record Question(
        String id,
        String chat,
        Optional<String> model,
        String text,
        boolean memory,
        boolean again,
        Optional<Endpoint> endpoint) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static Question read(Fields fields) {
        String text = fields.requiredText("text");
        if (text.isBlank()) {
            throw fields.refuse("text", "must not be blank");
        }
        return new Question(
                name(fields, "id"),
                chat(fields),
                fields.text("model").filter(model -> !model.isBlank()),
                text,
                fields.flag("memory").orElse(true),
                fields.flag("again").orElse(false),
                fields.object("endpoint").map(Endpoint::read));
    }

    /** {@return the turns before it; without the last answer and its question, if that is asked again} */
    List<Turn> before(List<Turn> kept) {
        int end = kept.size() - 2;
        boolean repeated = again && end >= 0 && kept.get(end).text().equals(text);
        return repeated ? kept.subList(0, end) : kept;
    }

    /** {@return the conversation that is meant; other programs may have named it} */
    static String chat(Fields fields) {
        String chat = fields.requiredText("chat");
        if (!Conversations.isId(chat)) {
            throw fields.refuse("chat", "must be 1 to 100 letters, digits or . _ ~ -");
        }
        return chat;
    }

    /** {@return a name that the page chose} */
    static String name(Fields fields, String field) {
        String name = fields.requiredText(field);
        if (!NAME.matcher(name).matches()) {
            throw fields.refuse(field, "must be 1 to 64 letters, digits, '-' or '_'");
        }
        return name;
    }
}
