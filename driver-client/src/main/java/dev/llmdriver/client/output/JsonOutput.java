package dev.llmdriver.client.output;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Support;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.JsonForm;
import dev.llmdriver.client.output.Output.Means;
import dev.llmdriver.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON by the schema of a Java type. A provider that surely takes a schema gets it alone, one that surely does not gets it in the
 * prompt; one of which nobody knows gets both, for some take the field and do not heed it.
 */
final class JsonOutput<T> implements Form<T> {
    /** The field's name in the fates and warnings of drivers. */
    static final String FIELD = "responseFormat";

    /** What providers take. */
    private static final int LONGEST_NAME = 64;

    private static final Pattern FENCED = Pattern.compile("```[\\w-]*+[ \\t]*+\\R(.*?)```", Pattern.DOTALL);

    private final String name;
    private final JsonForm form;

    JsonOutput(String name, JsonForm form) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "");
        this.name = plain.isEmpty() ? "answer" : plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        this.form = form;
    }

    @Override
    public Plan plan(ChatModel model, ChatRequest request) {
        Support support = model.capabilities().of(Capability.JSON_SCHEMA);
        if (support == Support.NO) {
            return emulate(model, request);
        }
        ResponseFormat schema = ResponseFormat.schema(name, form.schema());
        if (support == Support.YES) {
            ChatRequest plain = request.toBuilder().responseFormat(schema).build();
            return new Plan(plain, Means.SCHEMA, false, false);
        }
        ChatRequest both =
                instructed(request).toBuilder().responseFormat(schema).build();
        return isLeftOut(model, both) ? emulate(model, request) : new Plan(both, Means.SCHEMA, true, true);
    }

    /** {@return whether the driver itself says that the schema would not hold the model} */
    private static boolean isLeftOut(ChatModel model, ChatRequest request) {
        try {
            return model.explain(request, Mode.GENERATE).fields().stream()
                    .filter(fate -> fate.field().equals(FIELD))
                    .map(FieldFate::fate)
                    .anyMatch(fate -> fate == Fate.DROPPED || fate == Fate.EMULATED);
        } catch (LlmException unexplained) { // the call will say it better
            return false;
        }
    }

    @Override
    public Plan emulate(ChatModel model, ChatRequest request) {
        boolean json = model.capabilities().of(Capability.JSON) == Support.YES;
        ResponseFormat format = json ? ResponseFormat.json() : ResponseFormat.text();
        boolean unset = !json && request.responseFormat().isEmpty();
        ChatRequest instructed = instructed(request);
        return new Plan(
                unset
                        ? instructed
                        : instructed.toBuilder().responseFormat(format).build(),
                Means.EMULATED,
                false,
                true);
    }

    /** Many templates take one system message only, so the words join the one that is there. */
    private ChatRequest instructed(ChatRequest request) {
        String words =
                "Answer with one JSON value and nothing else, no explanation and no code fence. It must be valid by this"
                        + " JSON Schema:\n" + form.schema();
        List<Message> messages = new ArrayList<>(request.messages());
        Message first = messages.get(0);
        if (first.role() == Role.SYSTEM) {
            messages.set(
                    0,
                    Message.builder(Role.SYSTEM)
                            .parts(first.parts())
                            .text("\n\n" + words)
                            .build());
        } else {
            messages.add(0, Message.system(words));
        }
        return request.toBuilder().messages(messages).build();
    }

    @Override
    @SuppressWarnings("unchecked") // the form was made of this very type
    public T read(String text, Plan plan) throws BadJson {
        Object value = form.read(plan.instructed() ? unfenced(text) : text);
        if (value == null) {
            throw new BadJson("null is no answer");
        }
        return (T) value;
    }

    /** Models that were asked in words like to present their answer. */
    static String unfenced(String text) {
        String plain = text.strip();
        if (plain.startsWith("{") || plain.startsWith("[")) {
            return plain;
        }
        Matcher fenced = FENCED.matcher(plain);
        return fenced.find() ? fenced.group(1).stripTrailing() : plain;
    }
}
