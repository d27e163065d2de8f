package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Shows answers as text: plain in a pipe; on a terminal with Markdown, and with the reasoning dimmed. */
final class TextPrinter implements AnswerPrinter {
    private final Io io;
    private final boolean verbose;
    private final boolean terminal;
    private Markdown markdown;
    private boolean reasoning;

    TextPrinter(Io io, boolean verbose) {
        this.io = io;
        this.verbose = verbose;
        this.terminal = io.terminals().out();
        this.markdown = new Markdown(io.out()::print);
    }

    @Override
    public void event(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text(delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            reasoning(delta.text());
        } else if (event instanceof ChatEvent.ToolCallReady ready) {
            toolCall(ready.call());
        } else if (event instanceof ChatEvent.Waiting waiting
                && (verbose || io.terminals().err())) {
            io.say("waiting: " + why(waiting.reason())
                    + waiting.estimate().map(time -> ", about " + seconds(time)).orElse(""));
        }
    }

    private static String why(ChatEvent.WaitReason reason) {
        return switch (reason) {
            case BACKOFF -> "before the next try";
            case RETRY_AFTER -> "until the provider is ready, as it said";
            case LIMITER -> "until a limit of this configuration admits more";
            case COLD_START -> "while the provider loads the model";
            case QUEUE -> "in the provider's queue";
        };
    }

    @Override
    public void whole(ChatResponse answer) {
        reasoning(answer.reasoning());
        text(answer.text());
        answer.toolCalls().forEach(this::toolCall);
    }

    @Override
    public void finished(ChatResponse answer) {
        endMarkdown();
        endReasoning();
        io.out().endLine();
        for (Warning warning : answer.warnings()) {
            io.say("warning: " + warning.message());
        }
        incomplete(answer);
        if (verbose) {
            io.say(summary(answer));
        }
    }

    @Override
    public void brokenOff() {
        endMarkdown();
        reasoning = false;
    }

    private void endMarkdown() {
        markdown.end();
        markdown = new Markdown(io.out()::print);
    }

    private void text(String text) {
        endReasoning();
        if (io.colours()) {
            markdown.print(Lines.harmless(text));
        } else {
            io.out().print(terminal ? Lines.harmless(text) : text);
        }
    }

    /** Reasoning is for people who watch; it is no part of an answer in a pipe. */
    private void reasoning(String text) {
        if (terminal && !text.isEmpty()) {
            reasoning = true;
            io.out().print(io.colours() ? Ansi.DIM + Lines.harmless(text) + Ansi.RESET : Lines.harmless(text));
        }
    }

    private void endReasoning() {
        if (reasoning) {
            reasoning = false;
            io.out().print("\n\n");
        }
    }

    private void toolCall(ToolCall call) {
        endReasoning();
        io.out().endLine();
        String line = "tool call " + call.name() + " " + call.arguments();
        io.out().println(terminal ? Lines.harmless(line) : line);
    }

    private void incomplete(ChatResponse answer) {
        FinishReason reason = answer.finishReason();
        if (reason.kind() == FinishReason.Kind.LENGTH) {
            io.say("warning: the answer was cut at the limit of tokens; raise it with -o max-tokens=…");
        } else if (reason.kind() == FinishReason.Kind.CONTENT_FILTER) {
            io.say("warning: the provider held back the rest of the answer (" + reason.raw() + ")");
        } else if (answer.text().isEmpty() && answer.toolCalls().isEmpty()) {
            io.say("warning: the answer has no text");
        }
    }

    private static String summary(ChatResponse answer) {
        StringBuilder line = new StringBuilder("served by ")
                .append(answer.servedBy().orElse(answer.ref().provider()))
                .append(", model ")
                .append(answer.servedModel().orElse(answer.ref().model()));
        answer.usage().ifPresent(usage -> line.append(", ").append(tokens(usage)));
        answer.timings()
                .firstContent()
                .ifPresent(first -> line.append(", first content after ").append(seconds(first)));
        return line.append(", ")
                .append(seconds(answer.timings().total()))
                .append(", attempts ")
                .append(answer.attempts().size())
                .append(answer.requestId().map(id -> ", request " + id).orElse(""))
                .toString();
    }

    private static String tokens(Usage usage) {
        return "tokens " + number(usage.input()) + " in, " + number(usage.output()) + " out";
    }

    private static String number(OptionalLong count) {
        return count.isPresent() ? Long.toString(count.getAsLong()) : "?";
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
