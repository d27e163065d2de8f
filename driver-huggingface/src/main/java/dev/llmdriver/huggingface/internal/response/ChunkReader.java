package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.huggingface.internal.request.ReasoningField;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads one JSON object of an answer token by token: no tree, no reflection. Keys may come in any order; unknown ones are skipped.
 */
final class ChunkReader {
    private final UsageReader usage;

    ChunkReader(UsageReader usage) {
        this.usage = usage;
    }

    void read(JsonParser in, Chunk chunk) throws IOException {
        chunk.clear();
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("expected a JSON object, but it begins with " + in.currentToken());
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            root(in, field, chunk);
        }
    }

    private void root(JsonParser in, String field, Chunk chunk) throws IOException {
        switch (field) {
            case "choices" -> choices(in, chunk);
            case "usage" -> chunk.usage(usage.read(in));
            case "x_groq" -> groq(in, chunk);
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
    private void groq(JsonParser in, Chunk chunk) throws IOException {
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

    private static void choices(JsonParser in, Chunk chunk) throws IOException {
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

    private static void choice(JsonParser in, Choice choice) throws IOException {
        boolean delta = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "index" -> choice.index = intOr(in, 0);
                case "delta" -> {
                    message(in, choice);
                    delta = true;
                }
                case "message" -> {
                    if (delta) {
                        in.skipChildren();
                    } else {
                        message(in, choice);
                    }
                }
                case "finish_reason" -> choice.finish(Tokens.string(in));
                case "logprobs" -> LogprobsField.read(in, choice.logprobs);
                default -> in.skipChildren();
            }
        }
    }

    private static void message(JsonParser in, Choice choice) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "content" -> content(in, choice);
                case "tool_calls" -> CallReader.calls(in, choice.calls);
                case "function_call" -> CallReader.legacy(in, choice.calls);
                case "refusal" -> choice.refuse(Tokens.string(in));
                default -> {
                    String text = ReasoningField.NAMES.contains(field) ? Tokens.string(in) : null;
                    if (text != null) {
                        choice.addReasoning(field, text);
                    } else {
                        in.skipChildren();
                    }
                }
            }
        }
    }

    /** A text, or an array of parts of which those with a text count. */
    private static void content(JsonParser in, Choice choice) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            choice.addText(in.getText()); // nearly always
        } else {
            texts(in, choice::addText, choice);
        }
    }

    private static void texts(JsonParser in, Consumer<String> text, Choice choice) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            text.accept(in.getText());
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                part(in, text, choice);
            }
        } else {
            in.skipChildren();
        }
    }

    private static void part(JsonParser in, Consumer<String> text, Choice choice) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            texts(in, text, choice);
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "text" -> texts(in, text, choice);
                case ReasoningField.PART -> texts(in, more -> choice.addReasoning(ReasoningField.PART, more), choice);
                default -> in.skipChildren();
            }
        }
    }

    static int intOr(JsonParser in, int otherwise) throws IOException {
        Long value = Tokens.count(in);
        return value == null ? otherwise : (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
    }
}
