package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason;
import dev.llmdriver.TokenLogprob;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JSON objects of one answer into events: the chunks of a stream, or the whole of a unary answer, whose message is read as
 * if it were one delta. So both come to the same message. Not thread-safe.
 */
final class ChatChunkDecoder {
    private final AnswerSettings settings;
    private final UsageReader usage = new UsageReader();
    private final Chunk chunk = new Chunk();
    private final ChunkReader reader;
    private final AnswerParts parts;
    private final ThinkSplitter think;
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private final @Nullable StringBuilder raw;
    /** Made when the first call comes: most answers have none. */
    private @Nullable ToolCallAssembler calls;

    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String finishReason;
    private boolean sawChoice;
    private boolean refused;

    /**
     * Makes a decoder of one answer.
     *
     * @param shape of whole answers; null for a stream
     */
    ChatChunkDecoder(AnswerSettings settings, @Nullable JsonShape shape) {
        this.settings = settings;
        this.reader = new ChunkReader(usage, chunk, shape);
        this.parts = new AnswerParts(settings.ref().model());
        this.think = new ThinkSplitter(settings.think(), parts);
        this.raw = settings.keepRaw() ? new StringBuilder() : null;
    }

    /** Takes one JSON object. */
    void chunk(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        reader.read(bytes, offset, length);
        keepRaw(bytes, offset, length);
        if (chunk.isError) {
            error(bytes, offset, length, sink);
            return;
        }
        id = id == null ? nonEmpty(chunk.id) : id;
        model = model == null ? nonEmpty(chunk.model) : model;
        if (chunk.hasChoice) {
            choice(chunk.choice, sink);
        } else if (!chunk.hasChoices && chunk.usage == null) {
            String type = chunk.unknownField == null ? "unknown" : chunk.unknownField;
            sink.next(new ChatEvent.Other(type, text(bytes, offset, length)));
        }
        if (chunk.usage != null) {
            sink.usage(chunk.usage);
        }
    }

    private void choice(Choice choice, EventSink sink) {
        sawChoice = true;
        String reasoning = choice.reasoning();
        if (reasoning != null) {
            think.reasoningHasItsOwnField(sink);
            parts.reasoning(reasoning, choice.reasoningField, sink);
        }
        String text = choice.text();
        if (text != null) {
            think.text(text, sink);
        }
        if (!choice.calls.isEmpty()) {
            calls().add(choice.calls, sink);
        }
        refused |= choice.refused;
        logprobs.addAll(choice.logprobs);
        finishReason = choice.finishReason == null ? finishReason : choice.finishReason;
    }

    /** Takes an error that came in place of a chunk. */
    void error(byte[] bytes, int offset, int length, EventSink sink) {
        think.end(sink);
        String body = text(bytes, offset, length);
        sink.fail(settings.errors().classify(ErrorFacts.builder(0).body(body).build()));
    }

    boolean sawChoice() {
        return sawChoice;
    }

    boolean sawFinishReason() {
        return finishReason != null;
    }

    /** Ends the answer with success. */
    void finish(EventSink sink) {
        think.end(sink);
        if (calls != null && !calls.areNamed()) {
            sink.fail(LlmException.builder(
                            ErrorKind.MALFORMED_RESPONSE, "the model called a tool without naming it; ask again")
                    .reason("nameless_call"));
            return;
        }
        FinishReason reason = FinishReasons.of(finishReason, calls == null ? List.of() : calls.arguments(), refused);
        if (calls != null) {
            calls.complete(sink);
        }
        if (reason.kind() == FinishReason.Kind.CONTENT_FILTER && !parts.hasText()) {
            sink.fail(settings.errors()
                    .classify(ErrorFacts.builder(0)
                            .code("content_filter")
                            .message("the whole answer was held back")
                            .build()));
            return;
        }
        StreamEnd.Builder end = StreamEnd.builder(reason)
                .usage(usage.usage())
                .logprobs(logprobs)
                .servedModel(model)
                .servedBy(settings.servedBy())
                .responseId(id)
                .rawJson(raw == null ? null : raw.toString());
        settings.warnings().forEach(end::warning);
        if (think.sawLoneCloser()) {
            end.warning(
                    new Warning(
                            "reasoning_in_text",
                            "",
                            "the text holds </think> without <think>: set think=open to have the reasoning told from the answer"));
        }
        sink.finish(end.build());
    }

    /** Ends the answer because it broke off. */
    void interrupted(String why, EventSink sink) {
        think.end(sink);
        sink.fail(LlmException.builder(ErrorKind.STREAM_INTERRUPTED, why).reason("no_end"));
    }

    private ToolCallAssembler calls() {
        ToolCallAssembler known = calls;
        if (known == null) {
            known = new ToolCallAssembler(parts);
            calls = known;
        }
        return known;
    }

    private void keepRaw(byte[] bytes, int offset, int length) {
        if (raw != null) {
            raw.append(raw.isEmpty() ? "" : "\n").append(text(bytes, offset, length));
        }
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
