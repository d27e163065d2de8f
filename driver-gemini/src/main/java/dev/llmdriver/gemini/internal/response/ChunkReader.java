package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.gemini.internal.part.PartNote;
import dev.llmdriver.http.JsonChunks;
import dev.llmdriver.http.JsonShape;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code GenerateContentResponse} token by token: no tree, no reflection. Keys may come in any order, any of them may be
 * missing, as Protobuf leaves defaults out (wire page 3), and unknown ones are skipped.
 */
final class ChunkReader {
    /** The marks below are those of counters. */
    private static final int TEXT = UsageReader.MARKS;

    private final UsageReader usage;
    private final Chunk chunk;
    private final JsonChunks json;
    private Slice slice = Slice.NONE;

    /**
     * Makes a reader that puts all it reads into one place.
     *
     * @param shape of whole answers; null for a stream
     */
    ChunkReader(UsageReader usage, Chunk chunk, @Nullable JsonShape shape) {
        this.usage = usage;
        this.chunk = chunk;
        this.json = new JsonChunks(this::object, this::refresh, shape);
    }

    /** {@return how many bytes it took} */
    int read(byte[] bytes, int offset, int length) throws IOException {
        slice = new Slice(bytes, offset);
        json.read(bytes, offset, length);
        slice = Slice.NONE;
        return json.length();
    }

    /** Most chunks differ from the one before in a text and in counters alone. */
    private boolean refresh(int mark, JsonParser in) throws IOException {
        return mark == TEXT ? chunk.refreshText(in.getText()) : chunk.hasUsage && usage.refresh(mark, in);
    }

    private void object(JsonParser in) throws IOException {
        chunk.clear();
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected a JSON object, but it begins with " + in.currentToken());
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            root(in, field);
        }
    }

    private void root(JsonParser in, String field) throws IOException {
        switch (field) {
            case "candidates" -> candidates(in, chunk, slice);
            case "usageMetadata" -> chunk.hasUsage = usage.read(in);
            case "promptFeedback" -> promptFeedback(in, chunk);
            case "modelVersion" -> chunk.model = Tokens.word(in);
            case "responseId" -> chunk.id = Tokens.word(in);
            case "error" -> {
                chunk.isError |= in.currentToken() != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
            case "createTime" -> in.skipChildren(); // Vertex alone
            default -> {
                chunk.unknownField = chunk.unknownField == null ? field : chunk.unknownField;
                in.skipChildren();
            }
        }
    }

    private static void promptFeedback(JsonParser in, Chunk chunk) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        chunk.hasPromptFeedback = true;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "blockReason" -> chunk.blockReason = Tokens.wordOrNumber(in);
                case "blockReasonMessage" -> chunk.blockMessage = Tokens.word(in);
                default -> in.skipChildren();
            }
        }
    }

    private static void candidates(JsonParser in, Chunk chunk, Slice slice) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        chunk.hasCandidates = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_OBJECT && !chunk.hasCandidate) {
                candidate(in, chunk, slice);
            } else {
                in.skipChildren(); // nobody asks for more than one
            }
        }
    }

    /** Only the candidate of index 0 counts; the index is left out where it is 0, and may stand after the content. */
    private static void candidate(JsonParser in, Chunk chunk, Slice slice) throws IOException {
        long index = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "content" -> content(in, chunk, slice);
                case "finishReason" -> chunk.finishReason = Tokens.wordOrNumber(in);
                case "finishMessage" -> chunk.finishMessage = Tokens.word(in);
                case "index" -> index = Tokens.count(in);
                case "citationMetadata", "groundingMetadata", "logprobsResult" -> {
                    chunk.hasDetails = true;
                    in.skipChildren();
                }
                default -> in.skipChildren();
            }
        }
        if (index > 0) {
            forget(chunk);
        } else {
            chunk.hasCandidate = true;
        }
    }

    private static void forget(Chunk chunk) {
        chunk.parts.clear();
        chunk.finishReason = null;
        chunk.finishMessage = null;
        chunk.hasDetails = false;
        chunk.hasOtherParts = false;
    }

    private static void content(JsonParser in, Chunk chunk, Slice slice) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean parts = in.currentName().equals("parts");
            if (in.nextToken() == JsonToken.START_ARRAY && parts) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    part(in, chunk, slice);
                }
            } else {
                in.skipChildren();
            }
        }
    }

    private static void part(JsonParser in, Chunk chunk, Slice slice) throws IOException {
        WirePart part = new WirePart();
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "text" -> {
                    part.text = Tokens.string(in);
                    JsonChunks.mark(in, TEXT);
                }
                case "thought" -> part.thought = Tokens.flag(in);
                case PartNote.SIGNATURE -> part.signature = Tokens.word(in);
                case FunctionCallReader.FIELD -> FunctionCallReader.read(in, part, slice);
                case "partMetadata", "videoMetadata", "mediaResolution" -> in.skipChildren(); // beside the data
                default -> {
                    part.otherField = field;
                    in.skipChildren();
                }
            }
        }
        if (part.text != null || part.isCall) {
            part.otherField = null; // beside data that is understood it is only a field that nobody knows
        }
        if (part.otherField != null) {
            chunk.hasOtherParts = true;
            JsonChunks.unlike(in); // its JSON comes from the bytes
        }
        chunk.parts.add(part);
    }
}
