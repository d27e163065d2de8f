package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.batch.BatchFormat;
import dev.llmdriver.client.batch.BatchLine;
import dev.llmdriver.client.batch.BatchMark;
import dev.llmdriver.client.batch.BatchTask;
import dev.llmdriver.error.LlmException;
import java.io.IOException;
import java.util.Optional;

/**
 * A batch's lines as JSON: {@code {"id":…,"prompt":…}} with settings beside it, or OpenAI's
 * {@code {"custom_id":…,"body":{"messages":…}}}; results as {@code --json} shows them, with the id and the line's number in front.
 */
final class BatchJson implements BatchFormat {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings defaults;
    private final BatchModels models;

    BatchJson(Settings defaults, BatchModels models) {
        this.defaults = defaults;
        this.models = models;
    }

    @Override
    public BatchTask read(String text) {
        JsonNode line = tree(text);
        JsonNode body = line.path("body");
        JsonNode asked = body.isObject() ? body : line;
        ChatRequestBuilder request = ChatRequest.builder();
        defaults.applyTo(request);
        return new BatchTask(model(asked, body.isObject()), BatchRequest.of(asked, request));
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode line = JsonValues.tree(text);
            if (line.isObject()) {
                return line;
            }
        } catch (JsonProcessingException malformed) {
            throw Failures.input("the line is not JSON: " + malformed.getOriginalMessage());
        }
        throw Failures.input("the line must be a JSON object with a prompt or messages");
    }

    private ChatModel model(JsonNode asked, boolean foreign) {
        JsonNode name = asked.path("model");
        if (name.isMissingNode() || name.isNull()) {
            return models.standard();
        }
        if (!name.isTextual()) {
            throw Failures.input("'model' must be a text, as in \"provider:model\"");
        }
        return foreign ? models.foreign(name.textValue()) : models.named(name.textValue());
    }

    @Override
    public String write(BatchLine line) {
        return Json.object(json -> {
            id(json, line.input());
            json.writeNumberField("line", line.number());
            if (line.possiblyBilledTwice()) {
                json.writeBooleanField("possiblyBilledTwice", true);
            }
            Optional<ChatResponse> answer = line.answer();
            if (answer.isPresent()) {
                AnswerJson.write(json, answer.get());
            } else {
                LlmException failure = line.failure().orElseThrow();
                Json.object(json, "error", fields -> ErrorJson.write(fields, failure));
                AnswerJson.attempts(json, failure.attempts());
            }
        });
    }

    /** The id is given back as it came, be it a text, a number or anything else; a line that is not JSON has none. */
    private static void id(JsonGenerator json, String input) throws IOException {
        try (JsonParser line = JSON.createParser(input)) {
            if (line.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (line.nextToken() == JsonToken.FIELD_NAME) {
                String field = line.currentName();
                line.nextToken();
                if (field.equals("id") || field.equals("custom_id")) {
                    String id = value(line, input); // whole, or not at all
                    json.writeFieldName("id");
                    json.writeRawValue(id);
                    return;
                }
                line.skipChildren();
            }
        } catch (JsonProcessingException malformed) {
            // the result says so
        }
    }

    /** {@return the value at which the parser stands, to the digit; a line end, which may stand within, would end the result's line} */
    private static String value(JsonParser line, String input) throws IOException {
        long from = line.currentTokenLocation().getCharOffset();
        line.skipChildren();
        line.finishToken();
        return input.substring((int) from, (int) line.currentLocation().getCharOffset())
                .replace('\r', ' ');
    }

    /** Where every target failed, the first one's error tells more; the exit code is its, too. */
    private static String kind(JsonNode error) {
        JsonNode first = error.path("targets").path(0);
        return (first.isObject() ? first : error).path("kind").asText("unknown");
    }

    @Override
    public Optional<BatchMark> mark(String text) {
        try (JsonParser line = JSON.createParser(text)) {
            return line.nextToken() == JsonToken.START_OBJECT ? mark(line) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<BatchMark> mark(JsonParser line) throws IOException {
        int number = 0;
        String failure = "";
        while (line.nextToken() == JsonToken.FIELD_NAME) {
            String field = line.currentName();
            JsonToken value = line.nextToken();
            if (field.equals("line") && value == JsonToken.VALUE_NUMBER_INT) {
                number = line.getIntValue();
            } else if (field.equals("error")) {
                failure = kind(JSON.readTree(line));
            } else {
                line.skipChildren();
            }
        }
        boolean whole = line.currentToken() == JsonToken.END_OBJECT && line.nextToken() == null;
        return whole && number > 0 ? Optional.of(new BatchMark(number, failure)) : Optional.empty();
    }
}
