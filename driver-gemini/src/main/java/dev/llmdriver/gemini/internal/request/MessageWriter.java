package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.http.Fates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as {@code systemInstruction} and {@code contents} (wire page 2.1): there are two roles, answers that follow each other are
 * one content, and so are the results of a turn's calls, apart from everything else.
 */
final class MessageWriter {
    private final Family family;
    private final Fates fates;
    private final ObjectNode body;
    private final ArrayNode contents;
    private final PartWriter parts;
    private final ResultWriter results;
    private final List<ToolResult> answered = new ArrayList<>();
    private @Nullable ArrayNode open;
    private @Nullable Role openRole;
    private boolean called;

    MessageWriter(Family family, String model, Fates fates, ObjectNode body) {
        this.family = family;
        this.fates = fates;
        this.body = body;
        this.contents = body.putArray("contents");
        this.parts = new PartWriter(model, fates);
        this.results = new ResultWriter(model, fates);
    }

    void write(List<Message> messages) {
        fates.renamed("messages", "sent as contents, and the first system messages as systemInstruction");
        int first = 0;
        while (first < messages.size() && messages.get(first).role() == Role.SYSTEM) {
            first++;
        }
        boolean alone = first == messages.size();
        if (first > 0) {
            instructions(messages.subList(0, first), alone);
        }
        int turn = beginOfTurn(messages);
        for (int i = first; i < messages.size(); i++) {
            message(messages.get(i), i > turn);
        }
        flush();
    }

    /** Instructions alone are no question, and old Gemma models know none: then they are what the user says. */
    private void instructions(List<Message> messages, boolean alone) {
        boolean asUser = alone || !family.takesInstructions();
        ArrayNode said = body.arrayNode();
        for (Message message : messages) {
            texts(message, said);
        }
        if (said.isEmpty() && !alone) {
            return;
        }
        ArrayNode into = asUser
                ? content("user", Role.USER)
                : body.putObject("systemInstruction").putArray("parts");
        into.addAll(said);
        if (asUser) {
            notWithoutAPart(into);
            open = into;
            fates.emulated(
                    "messages",
                    "the system message goes as the user's: "
                            + (alone ? "Gemini answers nothing without one" : "the model takes no instructions"));
        }
    }

    /** Empty ones are left out: they say nothing, and a content of none but them may be refused. */
    private static void texts(Message message, ArrayNode into) {
        for (Part part : message.parts()) {
            if (!(part instanceof Text text)) {
                throw Misplaced.part("system", part);
            }
            if (!text.text().isEmpty()) {
                into.addObject().put("text", text.text());
            }
        }
    }

    /** The current turn is everything after the user's last words: only there are signatures checked (wire page 3.3). */
    private static int beginOfTurn(List<Message> messages) {
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            last = message.role() == Role.USER && says(message) ? i : last;
        }
        return last;
    }

    private static boolean says(Message message) {
        for (Part part : message.parts()) {
            if (part instanceof Text || part instanceof Media) {
                return true;
            }
        }
        return false;
    }

    private void message(Message message, boolean currentTurn) {
        if (message.role() != Role.TOOL) {
            flush();
        }
        switch (message.role()) {
            case SYSTEM -> system(message);
            case USER -> user(message);
            case ASSISTANT -> assistant(message, currentTurn);
            case TOOL -> tool(message);
        }
    }

    private void system(Message message) {
        ArrayNode said = body.arrayNode();
        texts(message, said);
        if (!said.isEmpty()) {
            content("user", Role.SYSTEM).addAll(said);
            fates.emulated("messages", "a system message amid the conversation goes as the user's");
        }
    }

    /** Words after instructions that went as the user's join them, so that the turn stays one. */
    private void user(Message message) {
        boolean joins = openRole == Role.USER && open != null && contents.size() == 1 && !family.takesInstructions();
        ArrayNode into = joins && open != null ? open : content("user", Role.USER);
        message.parts().forEach(part -> parts.user(part, into));
        notWithoutAPart(into);
        open = null;
    }

    /** A content without a part is refused, one of an empty text is not. */
    private static void notWithoutAPart(ArrayNode content) {
        if (content.isEmpty()) {
            content.addObject().put("text", "");
        }
    }

    private void assistant(Message message, boolean currentTurn) {
        ArrayNode written = body.arrayNode();
        called &= continues(Role.ASSISTANT);
        for (Part part : message.parts()) {
            // Of several calls the first alone carries a signature.
            parts.model(part, family.wantsSignatures() && currentTurn && !called, written);
            if (part instanceof ToolCall call) {
                results.called(call);
                called = true;
            }
        }
        if (written.isEmpty()) {
            return;
        }
        if (contents.isEmpty()) {
            content("user", Role.USER).addObject().put("text", "");
            fates.emulated("messages", "an empty user message goes before the answer that the messages begin with");
        }
        into("model", Role.ASSISTANT).addAll(written);
    }

    private void tool(Message message) {
        for (Part part : message.parts()) {
            if (!(part instanceof ToolResult result)) {
                throw Misplaced.part("tool", part);
            }
            answered.add(result);
        }
    }

    /** Results that follow each other are sorted together, for without ids their order is all that tells whose they are. */
    private void flush() {
        if (!answered.isEmpty()) {
            results.write(answered, into("user", Role.TOOL));
            answered.clear();
        }
    }

    private boolean continues(Role role) {
        return openRole == role && open != null;
    }

    /** {@return the parts of the content that is being written, if it is this role's; otherwise of a new one} */
    private ArrayNode into(String wireRole, Role role) {
        ArrayNode current = open;
        ArrayNode into = openRole == role && current != null ? current : content(wireRole, role);
        open = into;
        return into;
    }

    private ArrayNode content(String wireRole, Role role) {
        openRole = role;
        open = null;
        return contents.addObject().put("role", wireRole).putArray("parts");
    }
}
