package dev.llmdriver.http;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an answer comes to, whichever way it was read; printed as one text, so that a difference is seen at a
 * glance. Reaches the tests of the drivers whose answers are texts and calls in driver-http's test jar.
 */
public final class Expected {
    private String text = "";
    private String reasoning = "";
    private final List<String> calls = new ArrayList<>();
    private String finish = "OTHER";
    private String usage = "none";
    private String error = "";

    public static Expected text(String text) {
        Expected expected = new Expected();
        expected.text = text;
        return expected;
    }

    public static Expected nothing() {
        return text("");
    }

    public Expected reasoning(String reasoning) {
        this.reasoning = reasoning;
        return this;
    }

    public Expected call(String id, String name, String arguments) {
        calls.add(id + " " + name + " " + arguments);
        return this;
    }

    public Expected finish(FinishReason.Kind kind, String raw) {
        this.finish = new FinishReason(kind, raw).toString();
        return this;
    }

    public Expected stop() {
        return finish(FinishReason.Kind.STOP, "stop");
    }

    public Expected toolCalls(String raw) {
        return finish(FinishReason.Kind.TOOL_CALLS, raw);
    }

    public Expected usage(long input, long output, long total) {
        return usage(Usage.builder().input(input).output(output).total(total).build());
    }

    public Expected usage(Usage usage) {
        this.usage = usage.toString();
        return this;
    }

    public static Expected error(ErrorKind kind, String reason) {
        return nothing().failing(kind, reason);
    }

    /** The error that comes after the text of this expectation. */
    public Expected failing(ErrorKind kind, String reason) {
        this.error = kind.wireName() + "/" + reason;
        this.finish = "";
        return this;
    }

    public boolean isError() {
        return !error.isEmpty();
    }

    public static Expected of(ChatResponse response) {
        Expected seen = text(response.text()).reasoning(response.reasoning());
        for (ToolCall call : response.toolCalls()) {
            seen.call(call.id(), call.name(), call.arguments());
        }
        seen.finish = response.finishReason().toString();
        response.usage().ifPresent(seen::usage);
        return seen;
    }

    public static Expected of(LlmException failure) {
        return error(failure.kind(), failure.reason());
    }

    public static Expected of(LlmException failure, String partialText) {
        return text(partialText).failing(failure.kind(), failure.reason());
    }

    /** {@return the same without what came before an error: a unary answer has nothing of it} */
    public String withoutPartial() {
        return isError() ? "error=" + error : toString();
    }

    @Override
    public String toString() {
        return "text=" + text + "\nreasoning=" + reasoning + "\ncalls=" + calls + "\nfinish=" + finish + "\nusage="
                + usage + "\nerror=" + error;
    }
}
