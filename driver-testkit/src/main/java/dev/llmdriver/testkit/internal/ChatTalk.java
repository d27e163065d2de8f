package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinUsage;
import java.util.List;

/** The twins' own answers: deterministic, obedient, and honest about what they are. */
final class ChatTalk {
    private static final String THOUGHT = "The user wants an answer. I have no model to ask, so I will say that.";

    private ChatTalk() {}

    /** {@return the answer with its usage; its model and ids are up to the protocol} */
    static TwinAnswer.Builder answer(Ask ask) {
        TwinAnswer.Builder answer = TwinAnswer.builder();
        Ask.Tool tool = ToolChoice.of(ask);
        int thought = 0;
        int output;
        if (tool != null) {
            String arguments = Json.text(SchemaSample.of(tool.parameters(), ask.lastUserText()));
            answer.toolCall(ask.callId(), tool.name(), arguments);
            output = Tokens.count(arguments) + 1;
        } else if (!ask.schema().isMissingNode()) {
            output = say(answer, Json.text(SchemaSample.of(ask.schema(), ask.lastUserText())), ask);
        } else {
            thought = think(answer, ask);
            output = thought + say(answer, DemoText.reply(ask), ask);
        }
        return answer.usage(new TwinUsage(ask.inputTokens(), output, 0, thought));
    }

    private static int say(TwinAnswer.Builder answer, String text, Ask ask) {
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

    private static int think(TwinAnswer.Builder answer, Ask ask) {
        if (!ask.thinks()) {
            return 0;
        }
        answer.reasoning(THOUGHT);
        return Tokens.count(THOUGHT);
    }
}
