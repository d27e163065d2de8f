package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.http.JsonChunks;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.huggingface.internal.request.ReasoningField;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object of an answer token by token: no tree, no reflection. Keys may come in any order; unknown ones are skipped.
 */
final class ChunkReader {
    private static final int TEXT = 0;
    private static final int REASONING = 1;

    private final UsageReader usage;
    private final Chunk chunk;
    private final JsonChunks json;

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

    void read(byte[] bytes, int offset, int length) throws IOException {
        json.read(bytes, offset, length);
    }

    /** Most chunks differ from the one before in a text alone. */
    private boolean refresh(int mark, JsonParser in) throws IOException {
        return mark == TEXT ? chunk.choice.refreshText(in.getText()) : chunk.choice.refreshReasoning(in.getText());
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
            case "choices" -> choices(in);
            case "usage" -> chunk.usage(usage.read(in));
            case "x_groq" -> groq(in);
            case "id" -> chunk.id = Tokens.text(in);
            case "model" -> chunk.model = Tokens.string(in);
            case "error" -> {
                chunk.isError |= in.currentToken() != JsonToken.VALUE_NULL;
                in.skipChildren();
            }
            case "object" -> chunk.isError |= "error".equals(Tokens.string(in));
            case "created", "system_fingerprint", "service_tier" -> in.skipChildren();
            default -> {
                chunk.unknownField = chunk.unknownField == null ? field : chunk.unknownField;
                in.skipChildren();
            }
        }
    }

    /** Groq's own object, in which older answers of its have their usage. */
    private void groq(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        chunk.unknownField = chunk.unknownField == null ? "x_groq" : chunk.unknownField;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean isUsage = in.currentName().equals("usage");
            in.nextToken();
            if (isUsage) {
                chunk.usage(usage.read(in));
            } else {
                in.skipChildren();
            }
        }
    }

    private void choices(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        chunk.hasChoices = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                Choice next = chunk.nextChoice();
                choice(in, next);
                chunk.accept(next);
            } else {
                in.skipChildren();
            }
        }
    }

    /** Of a message and a delta beside it the delta counts, unless there is nothing in it. */
    private static void choice(JsonParser in, Choice choice) throws IOException {
        boolean delta = false;
        boolean message = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "index" -> choice.index = intOr(in, 0);
                case "delta" -> delta |= message(in, choice, message);
                case "message" -> {
                    if (delta) {
                        in.skipChildren();
                    } else {
                        message |= message(in, choice, false);
                    }
                }
                case "finish_reason" -> choice.finish(Tokens.string(in));
                case "logprobs" -> LogprobsField.read(in, choice.logprobs);
                default -> in.skipChildren();
            }
        }
    }

    /** {@return whether there is anything in it} If so, it may stand in the place of what was read before. */
    private static boolean message(JsonParser in, Choice choice, boolean inPlace) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return false;
        }
        boolean any = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (inPlace && !any) {
                choice.clearMessage();
            }
            any = true;
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "content" -> texts(in, TEXT, choice);
                case "tool_calls" -> CallReader.calls(in, choice.calls);
                case "function_call" -> CallReader.legacy(in, choice.calls);
                case "refusal" -> choice.refuse(Tokens.string(in));
                default -> {
                    if (ReasoningField.NAMES.contains(field) && in.currentToken() == JsonToken.VALUE_STRING) {
                        choice.addReasoning(field, in.getText());
                        JsonChunks.mark(in, REASONING);
                    } else {
                        in.skipChildren();
                    }
                }
            }
        }
        return any;
    }

    /** A text, or an array of parts of which those with a text count. */
    private static void texts(JsonParser in, int place, Choice choice) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            if (place == TEXT) {
                choice.addText(in.getText());
            } else {
                choice.addReasoning(ReasoningField.PART, in.getText());
            }
            JsonChunks.mark(in, place);
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                part(in, place, choice);
            }
        } else {
            in.skipChildren();
        }
    }

    private static void part(JsonParser in, int place, Choice choice) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            texts(in, place, choice);
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "text" -> texts(in, place, choice);
                case ReasoningField.PART -> texts(in, REASONING, choice);
                default -> in.skipChildren();
            }
        }
    }

    static int intOr(JsonParser in, int otherwise) throws IOException {
        Long value = Tokens.count(in);
        return value == null ? otherwise : (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
    }
}
