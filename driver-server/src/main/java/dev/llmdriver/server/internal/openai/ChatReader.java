package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Message;
import dev.llmdriver.ReasoningEffort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the body of a chat completion. */
final class ChatReader {
    private ChatReader() {}

    /** {@return what is asked for; what is wrong is refused with the field's name} */
    static ChatCall read(ObjectNode body) {
        Fields request = new Fields(body, "");
        Optional<String> model = request.text("model").filter(name -> !name.isBlank());
        ChatRequestBuilder chat = ChatRequest.builder().messages(messages(request));
        onlyOne(request);
        settings(request, chat);
        ToolReader.read(request, chat);
        request.object("response_format").map(ToolReader::format).ifPresent(chat::responseFormat);
        request.text("reasoning_effort").ifPresent(effort -> chat.reasoningEffort(effort(request, effort)));
        logprobs(request, chat);
        tags(request, chat);
        boolean stream = request.flag("stream").orElse(false);
        boolean usage = request.object("stream_options")
                .flatMap(options -> options.flag("include_usage"))
                .orElse(false);
        return new ChatCall(model, chat.build(), stream, usage, request.ignored());
    }

    private static List<Message> messages(Fields request) {
        MessageReader reader = new MessageReader();
        List<Message> messages = new ArrayList<>();
        for (Fields message : request.objects("messages")) {
            messages.add(reader.read(message));
        }
        if (messages.isEmpty()) {
            throw request.refuse("messages", "must be a list of at least one message");
        }
        return messages;
    }

    private static void onlyOne(Fields request) {
        if (request.integer("n").orElse(1) != 1) {
            throw request.refuse("n", "must be 1; ask several times for several answers");
        }
    }

    private static void settings(Fields request, ChatRequestBuilder chat) {
        Fields.set(request, "temperature", request.number("temperature"), chat::temperature);
        Fields.set(request, "top_p", request.number("top_p"), chat::topP);
        Fields.set(request, "max_tokens", request.integer("max_tokens"), chat::maxTokens);
        Fields.set(request, "max_completion_tokens", request.integer("max_completion_tokens"), chat::maxTokens);
        Fields.set(request, "seed", request.longInteger("seed"), chat::seed);
        Fields.set(request, "frequency_penalty", request.number("frequency_penalty"), chat::frequencyPenalty);
        Fields.set(request, "presence_penalty", request.number("presence_penalty"), chat::presencePenalty);
        Fields.set(
                request,
                "stop",
                request.find("stop"),
                stop -> chat.stop(stops(request, stop).toArray(String[]::new)));
    }

    private static List<String> stops(Fields request, JsonNode stop) {
        if (stop.isTextual()) {
            return List.of(stop.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : stop) {
            if (one.isTextual()) {
                texts.add(one.textValue());
            }
        }
        if (!stop.isArray() || texts.size() != stop.size()) {
            throw request.refuse("stop", "must be a string or a list of strings");
        }
        return List.copyOf(texts);
    }

    private static ReasoningEffort effort(Fields request, String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> ReasoningEffort.NONE;
            case "minimal" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high" -> ReasoningEffort.HIGH;
            case "xhigh", "max" -> ReasoningEffort.MAXIMUM;
            default ->
                throw request.refuse("reasoning_effort", "must be none, minimal, low, medium, high, xhigh or max");
        };
    }

    private static void logprobs(Fields request, ChatRequestBuilder chat) {
        Optional<Integer> alternatives = request.integer("top_logprobs");
        if (request.flag("logprobs").orElse(false)) {
            Fields.set(request, "top_logprobs", Optional.of(alternatives.orElse(0)), chat::logprobs);
        } else if (alternatives.isPresent()) {
            throw request.refuse("top_logprobs", "needs 'logprobs' to be true");
        }
    }

    /** Whoever watches calls may want to know on whose behalf they are; providers are not told. */
    private static void tags(Fields request, ChatRequestBuilder chat) {
        request.text("user").ifPresent(user -> chat.tag("user", user));
        request.find("metadata").ifPresent(metadata -> {
            if (!metadata.isObject()) {
                throw request.refuse("metadata", "must be an object of strings");
            }
            for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
                if (!pair.getValue().isTextual()) {
                    throw request.refuse("metadata", "must be an object of strings");
                }
                chat.tag(pair.getKey(), pair.getValue().textValue());
            }
        });
    }
}
