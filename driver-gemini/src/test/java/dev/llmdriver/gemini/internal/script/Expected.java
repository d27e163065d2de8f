package dev.llmdriver.gemini.internal.script;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import java.util.ArrayList;
import java.util.List;

/** What an answer comes to, whichever way it was read; printed as one text, so that a difference is seen at a glance. */
final class Expected {
    private final List<String> parts = new ArrayList<>();
    private String finish = new FinishReason(Kind.STOP, "STOP").toString();
    private String usage = "none";
    private String more = "";
    private String error = "";

    static Expected nothing() {
        return new Expected();
    }

    static Expected text(String text) {
        return nothing().andText(text);
    }

    Expected andText(String text) {
        return part("text " + text, "");
    }

    Expected reasoning(String text) {
        return part("reasoning " + text, "{}");
    }

    Expected call(String id, String name, String arguments) {
        return part("call " + id + " " + name + " " + arguments, "");
    }

    /** Gives the last part what goes back with it. */
    Expected noted(String json) {
        String last = parts.remove(parts.size() - 1);
        return part(last.substring(0, last.lastIndexOf(" | ")), json);
    }

    private Expected part(String text, String note) {
        parts.add(text + " | " + note);
        return this;
    }

    Expected finish(Kind kind, String raw) {
        finish = new FinishReason(kind, raw).toString();
        return this;
    }

    Expected toolCalls() {
        return finish(Kind.TOOL_CALLS, "STOP");
    }

    Expected usage(long input, long output, long cached, long reasoning, long total) {
        usage = Usage.builder()
                .input(input)
                .output(output)
                .cachedInput(cached)
                .reasoning(reasoning)
                .total(total)
                .build()
                .toString();
        return this;
    }

    /** What else must be in the answer: model, id, citations, probabilities, warnings. */
    Expected more(String text) {
        more = text;
        return this;
    }

    /** The error that comes after the parts of this expectation. */
    Expected failing(ErrorKind kind, String reason) {
        error = kind.wireName() + "/" + reason;
        finish = "";
        return this;
    }

    static Expected error(ErrorKind kind, String reason) {
        return nothing().failing(kind, reason);
    }

    static Expected of(ChatResponse response) {
        Expected seen = nothing();
        seen.add(response.message());
        seen.finish = response.finishReason().toString();
        response.usage().ifPresent(usage -> seen.usage = usage.toString());
        StringBuilder more = new StringBuilder();
        response.servedModel()
                .ifPresent(model -> more.append("model=").append(model).append(' '));
        response.responseId().ifPresent(id -> more.append("id=").append(id).append(' '));
        response.citations()
                .forEach(c -> more.append("cites ")
                        .append(c.uri())
                        .append(',')
                        .append(c.title())
                        .append(',')
                        .append(c.excerpt())
                        .append(' '));
        response.logprobs()
                .forEach(t -> more.append(t.token())
                        .append('=')
                        .append(t.logprob())
                        .append('/')
                        .append(t.top().size())
                        .append(' '));
        response.warnings().stream()
                .map(Warning::code)
                .forEach(code -> more.append(code).append(' '));
        return seen.more(more.toString().strip());
    }

    static Expected of(LlmException failure) {
        Expected seen = error(failure.kind(), failure.kind() == ErrorKind.MALFORMED_RESPONSE ? "" : failure.reason());
        failure.partial().map(PartialAnswer::message).ifPresent(seen::add);
        return seen;
    }

    private void add(Message message) {
        for (Part part : message.parts()) {
            String note = part.providerData().map(ProviderData::json).orElse("");
            if (part instanceof Text text) {
                part("text " + text.text(), note);
            } else if (part instanceof Reasoning thought) {
                part("reasoning " + thought.text(), note);
            } else if (part instanceof ToolCall call) {
                part("call " + call.id() + " " + call.name() + " " + call.arguments(), note);
            }
        }
    }

    /** {@return the same without what came before an error: a unary answer has nothing of it} */
    String withoutPartial() {
        return error.isEmpty() ? toString() : "error=" + error;
    }

    @Override
    public String toString() {
        return "parts=" + parts + "\nfinish=" + finish + "\nusage=" + usage + "\nmore=" + more + "\nerror=" + error;
    }
}
