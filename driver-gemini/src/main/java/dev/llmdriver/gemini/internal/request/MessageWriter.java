package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.http.Fates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes messages as {@code systemInstruction} and {@code contents} (wire page 2.1): there are two roles, answers that follow each other are
 * one content, and so are the results of a turn's calls, apart from everything else.
 */
final class MessageWriter {
    private final Family family;
    private final Fates fates;
    private final JsonGenerator out;
    private final Contents contents;
    private final PartWriter parts;
    private final ResultWriter results;
    private final List<ToolResult> answered = new ArrayList<>();
    private boolean instructed;
    private boolean called;

    MessageWriter(Family family, String model, Fates fates, JsonGenerator out) {
        this.family = family;
        this.fates = fates;
        this.out = out;
        this.contents = new Contents(out, fates);
        this.parts = new PartWriter(model, fates, contents);
        this.results = new ResultWriter(model, fates, contents);
    }

    void write(List<Message> messages) throws IOException {
        fates.renamed("messages", "sent as contents, and the first system messages as systemInstruction");
        int first = 0;
        while (first < messages.size() && messages.get(first).role() == Role.SYSTEM) {
            first++;
        }
        begin(messages.subList(0, first), first == messages.size());
        int turn = beginOfTurn(messages);
        for (int i = first; i < messages.size(); i++) {
            message(messages.get(i), i > turn);
        }
        flush();
        contents.end();
    }

    /** Instructions alone are no question, and old Gemma models know none: then they are what the user says. */
    private void begin(List<Message> instructions, boolean alone) throws IOException {
        List<String> said = new ArrayList<>();
        instructions.forEach(message -> said.addAll(texts(message)));
        boolean asUser = alone || !family.takesInstructions();
        if (!asUser && !said.isEmpty()) {
            instruction(said);
        }
        contents.begin();
        if (asUser && !instructions.isEmpty() && (alone || !said.isEmpty())) {
            asUser(said, alone);
        }
    }

    private void instruction(List<String> said) throws IOException {
        out.writeObjectFieldStart("systemInstruction");
        out.writeArrayFieldStart("parts");
        for (String text : said) {
            contents.text(text);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void asUser(List<String> said, boolean alone) throws IOException {
        contents.next(Role.USER);
        for (String text : said) {
            contents.text(text);
        }
        contents.notWithoutAPart();
        instructed = true;
        fates.emulated(
                "messages",
                "the system message goes as the user's: "
                        + (alone ? "Gemini answers nothing without one" : "the model takes no instructions"));
    }

    /** Empty ones are left out: they say nothing, and a content of none but them may be refused. */
    private static List<String> texts(Message message) {
        List<String> texts = new ArrayList<>();
        for (Part part : message.parts()) {
            if (!(part instanceof Text text)) {
                throw Misplaced.part("system", part);
            }
            if (!text.text().isEmpty()) {
                texts.add(text.text());
            }
        }
        return texts;
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

    private void message(Message message, boolean currentTurn) throws IOException {
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

    private void system(Message message) throws IOException {
        List<String> said = texts(message);
        contents.next(Role.SYSTEM);
        for (String text : said) {
            contents.text(text);
        }
        if (!said.isEmpty()) {
            fates.emulated("messages", "a system message amid the conversation goes as the user's");
        }
    }

    /** Words after instructions that went as the user's join them, so that the turn stays one. */
    private void user(Message message) throws IOException {
        if (instructed && contents.endWith(Role.USER)) {
            contents.join();
        } else {
            contents.next(Role.USER);
        }
        instructed = false;
        for (Part part : message.parts()) {
            parts.user(part);
        }
        contents.notWithoutAPart();
    }

    private void assistant(Message message, boolean currentTurn) throws IOException {
        called &= contents.endWith(Role.ASSISTANT);
        contents.next(Role.ASSISTANT);
        for (Part part : message.parts()) {
            // Of several calls the first alone carries a signature.
            parts.model(part, family.wantsSignatures() && currentTurn && !called);
            if (part instanceof ToolCall call) {
                results.called(call);
                called = true;
            }
        }
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
    private void flush() throws IOException {
        if (!answered.isEmpty()) {
            contents.next(Role.TOOL);
            results.write(answered);
            answered.clear();
        }
    }
}
