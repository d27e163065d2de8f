package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ReasoningSpelling;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import java.util.List;
import java.util.Locale;

/** The twin's own answers: deterministic, obedient, and honest about what they are. */
final class ChatTalk {
    private ChatTalk() {}

    static TwinAnswer answer(ChatAsk ask, HuggingFaceDialect dialect, Catalogue catalogue) {
        TwinAnswer.Builder answer = TwinAnswer.builder().model(servedName(ask, dialect));
        JsonNode tool = ToolChoice.of(ask);
        JsonNode schema = schema(ask.body().path("response_format"));
        int output;
        if (!tool.isMissingNode()) {
            String arguments = Json.text(SchemaSample.of(tool.path("parameters"), ask.lastUserText()));
            answer.toolCall("call_" + ask.messages().size(), tool.path("name").asText(), arguments);
            output = Tokens.count(arguments) + 1;
        } else if (!schema.isMissingNode()) {
            output = say(answer, Json.text(SchemaSample.of(schema, ask.lastUserText())), ask);
        } else {
            output = think(answer, ask, dialect, catalogue) + say(answer, DemoText.reply(ask), ask);
        }
        return withUsage(answer, ask, dialect, output).build();
    }

    private static int say(TwinAnswer.Builder answer, String text, ChatAsk ask) {
        String said = text;
        for (String stop : ask.stops()) {
            int at = stop.isEmpty() ? -1 : said.indexOf(stop);
            said = at < 0 ? said : said.substring(0, at);
        }
        List<String> tokens = Tokens.of(said);
        int limit = ask.maxTokens().orElse(Integer.MAX_VALUE);
        if (tokens.size() > limit) {
            tokens = tokens.subList(0, Math.max(0, limit));
            answer.finishReason("length");
        }
        answer.pieces(tokens.toArray(String[]::new));
        return tokens.size();
    }

    private static int think(TwinAnswer.Builder answer, ChatAsk ask, HuggingFaceDialect dialect, Catalogue catalogue) {
        TwinModel model = catalogue.find(ask.model());
        if (model == null
                || model.kind() != TwinModel.Kind.REASONING
                || ask.body().path("reasoning_effort").asText().equals("none")) {
            return 0;
        }
        String thought = "The user wants an answer. I have no model to ask, so I will say that.";
        boolean older = dialect == HuggingFaceDialect.SGLANG || dialect == HuggingFaceDialect.LLAMA_CPP;
        answer.reasoning(thought).spelling(older ? ReasoningSpelling.REASONING_CONTENT : ReasoningSpelling.REASONING);
        return Tokens.count(thought);
    }

    /** Streams tell the usage when asked; some tell it anyway. */
    private static TwinAnswer.Builder withUsage(
            TwinAnswer.Builder answer, ChatAsk ask, HuggingFaceDialect dialect, int output) {
        boolean told = !ask.streams()
                || dialect == HuggingFaceDialect.CEREBRAS
                || ask.streamOptions().path("include_usage").asBoolean();
        if (told) {
            int input = ask.messages().stream()
                    .mapToInt(message -> Tokens.count(ChatAsk.text(message)))
                    .sum();
            answer.usage(input, output);
        }
        return ask.streamOptions().path("continuous_usage_stats").asBoolean() ? answer.runningUsage() : answer;
    }

    /** Providers behind the router have names of their own for a model. */
    private static String servedName(ChatAsk ask, HuggingFaceDialect dialect) {
        return dialect.isRouter() ? ask.model().split(":", 2)[0].toLowerCase(Locale.ROOT) : ask.model();
    }

    /** The schema of the answer in any of the spellings in use; missing if text will do. */
    private static JsonNode schema(JsonNode format) {
        for (JsonNode schema : List.of(
                format.path("json_schema").path("schema"),
                format.path("schema"),
                format.path("value").path("schema"),
                format.path("value"))) {
            if (schema.isObject()) {
                return schema;
            }
        }
        return format.path("type").asText().startsWith("json")
                ? Json.parse("{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}")
                : Json.parseOrMissing("").path("none");
    }
}
