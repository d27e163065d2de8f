package dev.llmdriver.ollama.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.http.JsonChunks;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.LogprobReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of an answer token by token: no tree, no reflection (wire page 4). Keys may come in any order; unknown ones
 * are skipped.
 */
final class ChunkReader {
    private static final int CONTENT = 0;
    private static final int THINKING = 1;

    /** Beyond this a decimal is not exact, and nobody will ever count so many tokens. */
    private static final long MOST = 1L << 53;

    private final Chunk chunk;
    private final JsonChunks json;
    private Source source = Source.NONE;

    /**
     * Makes a reader that puts all it reads into one place.
     *
     * @param shape of whole answers; null for a stream
     */
    ChunkReader(Chunk chunk, @Nullable JsonShape shape) {
        this.chunk = chunk;
        this.json = new JsonChunks(this::object, this::refresh, shape);
    }

    /** {@return how many bytes it took} */
    int read(byte[] bytes, int offset, int length) throws IOException {
        source = new Source(bytes, offset);
        json.read(bytes, offset, length);
        source = Source.NONE;
        return json.length();
    }

    private void object(JsonParser in) throws IOException {
        chunk.clear();
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected a JSON object, but it begins with " + in.currentToken());
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            root(source, in, field, chunk);
        }
    }

    /** Most lines differ from the one before in a text alone, and in a time that nobody asks for. */
    private boolean refresh(int mark, JsonParser in) throws IOException {
        if (mark == CONTENT) {
            chunk.content = text(in);
        } else {
            chunk.thinking = text(in);
        }
        return true;
    }

    private static void root(Source source, JsonParser in, String field, Chunk chunk) throws IOException {
        switch (field) {
            case "message" -> message(source, in, chunk);
            case "done" -> {
                chunk.done = in.currentToken() == JsonToken.VALUE_TRUE;
                in.skipChildren();
            }
            case "error" -> {
                chunk.isError |= in.currentToken() != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
            case "done_reason" -> chunk.doneReason = text(in);
            case "model" -> chunk.model = text(in);
            case "remote_model" -> chunk.remoteModel = text(in);
            case "remote_host" -> chunk.remoteHost = text(in);
            case "prompt_eval_count" -> chunk.promptTokens = count(in);
            case "eval_count" -> chunk.outputTokens = count(in);
            case "logprobs" -> LogprobReader.read(in, chunk.logprobs);
            default -> {
                chunk.unknownField = chunk.unknownField == null ? field : chunk.unknownField;
                in.skipChildren();
            }
        }
    }

    private static void message(Source source, JsonParser in, Chunk chunk) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        chunk.hasMessage = true;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "content" -> {
                    chunk.content = text(in);
                    JsonChunks.mark(in, CONTENT);
                }
                case "thinking" -> {
                    chunk.thinking = text(in);
                    JsonChunks.mark(in, THINKING);
                }
                case "tool_calls" -> CallReader.calls(source, in, chunk.calls);
                default -> in.skipChildren();
            }
        }
    }

    /** {@return a text that is there and not empty} */
    static @Nullable String text(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = in.getText();
            return text.isEmpty() ? null : text;
        }
        in.skipChildren();
        return null;
    }

    private static @Nullable Long count(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return in.getLongValue();
        }
        if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) { // some proxies make decimals of all numbers
            double number = in.getDoubleValue();
            return Math.abs(number) <= MOST && number == Math.rint(number) ? Long.valueOf((long) number) : null;
        }
        in.skipChildren();
        return null;
    }
}
