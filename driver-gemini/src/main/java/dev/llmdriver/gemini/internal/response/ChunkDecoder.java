package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the {@code GenerateContentResponse}s of one answer into events: those of a stream, or the one of a whole answer, so that both come
 * to the same message. The last finish reason counts, for text may follow the first one, and then has one of its own; without any, a block
 * is the end (wire page 3.4). Not thread-safe.
 */
final class ChunkDecoder {
    private final AnswerSettings settings;
    private final UsageReader usage = new UsageReader();
    private final Chunk chunk = new Chunk();
    private final ChunkReader reader;
    private final AnswerParts parts;
    private final DetailsReader details = new DetailsReader();
    private final @Nullable StringBuilder raw;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String finishReason;

    /** Whether nothing was said since the last finish reason: what follows one is an answer that has its own still to come. */
    private boolean mayEnd = true;

    private String finishMessage = "";
    private @Nullable String blockReason;
    private String blockMessage = "";

    /**
     * Makes a decoder of one answer.
     *
     * @param shape of whole answers; null for a stream
     */
    ChunkDecoder(AnswerSettings settings, @Nullable JsonShape shape) {
        this.settings = settings;
        this.reader = new ChunkReader(usage, chunk, shape);
        this.parts = new AnswerParts(settings.ref().model());
        this.raw = settings.keepRaw() ? new StringBuilder() : null;
    }

    /** Takes one JSON object. */
    void chunk(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int unused = first(bytes, offset, length, sink);
    }

    /**
     * Takes the JSON object with which a slice begins.
     *
     * @return how many bytes it takes
     */
    int first(byte[] bytes, int offset, int most, EventSink sink) throws IOException {
        int length = reader.read(bytes, offset, most);
        take(bytes, offset, length, sink);
        return length;
    }

    private void take(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (raw != null) {
            raw.append(raw.isEmpty() ? "" : "\n").append(text(bytes, offset, length));
        }
        if (chunk.isError) {
            error(text(bytes, offset, length), sink);
            return;
        }
        id = chunk.id == null ? id : chunk.id;
        model = chunk.model == null ? model : chunk.model;
        if (chunk.blockReason != null) {
            blockReason = chunk.blockReason;
            blockMessage = chunk.blockMessage == null ? "" : chunk.blockMessage;
        }
        if (chunk.hasCandidate) {
            candidate(bytes, offset, length, sink);
        }
        if (!chunk.isAnswer() && chunk.unknownField != null) {
            sink.next(new ChatEvent.Other(chunk.unknownField, text(bytes, offset, length)));
        }
        Usage reported = chunk.hasUsage ? usage.usage() : null;
        if (reported != null) {
            sink.usage(reported);
        }
    }

    private void candidate(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        parts.responseId(id);
        if (chunk.hasDetails || chunk.hasOtherParts) {
            rare(firstCandidate(Json.tree(Arrays.copyOfRange(bytes, offset, offset + length))));
        }
        for (WirePart part : chunk.parts) {
            mayEnd &= !part.isCall && part.hasNoText();
            parts.add(part, sink);
        }
        if (chunk.finishReason != null) {
            mayEnd = true;
            finishReason = chunk.finishReason;
            finishMessage = chunk.finishMessage == null ? "" : chunk.finishMessage;
            parts.release(Ending.of(finishReason).callsMayRun() && !parts.hasNamelessCall(), sink);
        }
    }

    private static JsonNode firstCandidate(JsonNode answer) {
        for (JsonNode candidate : answer.path("candidates")) {
            if (candidate.isObject() && candidate.path("index").asInt(0) <= 0) {
                return candidate;
            }
        }
        return MissingNode.getInstance();
    }

    private void rare(JsonNode candidate) {
        details.read(candidate);
        JsonNode content = candidate.path("content").path("parts");
        int place = 0;
        for (JsonNode part : content) {
            if (part.isObject() && place < chunk.parts.size()) { // fewer if a field stands there twice
                chunk.parts.get(place++).json = part.toString();
            }
        }
    }

    boolean isComplete() {
        return (finishReason != null && mayEnd) || blockReason != null;
    }

    /** {@return whether there is something in it, or a reason for there being nothing} */
    boolean isAnswer() {
        return isComplete() || parts.isUsable();
    }

    /** A block may come beside or after a candidate: then it is all that says why the answer ended, unless a finish reason does. */
    private boolean isBlocked() {
        return blockReason != null && finishReason == null;
    }

    private @Nullable String lastWord() {
        return isBlocked() ? blockReason : finishReason;
    }

    /** Ends the answer, with success unless it was held back or is broken. */
    void finish(EventSink sink) {
        Ending ending = isBlocked() ? Ending.FILTERED : Ending.of(finishReason);
        parts.release(ending.callsMayRun() && !parts.hasNamelessCall(), sink);
        parts.settle(sink);
        if (ending.callsMayRun() && parts.hasNamelessCall()) {
            sink.fail(LlmException.builder(
                            ErrorKind.MALFORMED_RESPONSE, "the model called a tool without naming it; ask again")
                    .reason("nameless_call"));
        } else if (ending == Ending.REFUSED || (!ending.callsMayRun() && !parts.isUsable())) {
            refuse(sink);
        } else {
            succeed(ending, sink);
        }
    }

    private void refuse(EventSink sink) {
        ErrorFacts facts = ErrorFacts.builder(0)
                .type(isBlocked() ? GeminiErrors.BLOCK_REASON : GeminiErrors.FINISH_REASON)
                .code(String.valueOf(lastWord()))
                .message(isBlocked() ? blockMessage : finishMessage)
                .build();
        sink.fail(settings.errors().classify(facts));
    }

    private void succeed(Ending ending, EventSink sink) {
        StreamEnd.Builder end = StreamEnd.builder(ending.reason(lastWord(), parts.hasCalls()))
                .usage(usage.usage())
                .logprobs(details.logprobs())
                .citations(details.citations())
                .servedModel(model)
                .responseId(id)
                .rawJson(raw == null ? null : raw.toString());
        takenBack(ending).ifPresent(end::warning);
        parts.others()
                .forEach(
                        (field, times) -> end.warning(
                                new Warning(
                                        "unread_part",
                                        "",
                                        "the answer holds " + times + " × " + field
                                                + ", for which there is no kind of part; a stream has it as an event, rawResponse as JSON")));
        sink.finish(end.build());
    }

    /** What is left of an answer whose call failed must not pass for all that the model meant to say. */
    private Optional<Warning> takenBack(Ending ending) {
        return ending == Ending.BROKEN || parts.takenBack() > 0
                ? Optional.of(new Warning(
                        "call_taken_back",
                        "",
                        "the answer ended with " + lastWord()
                                + ": what the model meant to call cannot run and is left out,"
                                + " so the rest is not the whole answer; ask again"))
                : Optional.empty();
    }

    /** Takes an error that came in place of an answer. */
    private void error(String body, EventSink sink) {
        parts.release(false, sink);
        parts.settle(sink);
        sink.fail(settings.errors().classify(ErrorFacts.builder(0).body(body).build()));
    }

    /** Ends the answer because it broke off. */
    void interrupted(String why, EventSink sink) {
        parts.release(false, sink);
        parts.settle(sink);
        sink.fail(LlmException.builder(ErrorKind.STREAM_INTERRUPTED, why).reason("no_end"));
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
