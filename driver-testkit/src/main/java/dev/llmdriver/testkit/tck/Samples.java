package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Tool;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Prompts and answers that many scenarios share. */
final class Samples {
    /** Found wherever a prompt does not belong. */
    static final String PROMPT = "tck-prompt: what lies beyond the sea?";

    static final String TOOL = "look_up";

    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\",\"description\":\"where\"},"
                    + "\"depth\":{\"type\":\"integer\"}},\"required\":[\"place\"]}";

    static final String ARGUMENTS = "{\"place\":\"sea\",\"depth\":3}";

    /** Three pieces, told apart in events. */
    static final TwinAnswer ANSWER =
            TwinAnswer.builder().pieces("alpha ", "beta ", "gamma").usage(7, 3).build();

    /** Text of every width in UTF-8. */
    static final TwinAnswer WIDE = TwinAnswer.builder()
            .pieces("größer ", "als 海 ", "und \uD83D\uDC1F, ", "\"quoted\"\\\n", "end")
            .usage(7, 5)
            .build();

    private Samples() {}

    static ChatRequest request() {
        return ChatRequest.of(PROMPT);
    }

    /** {@return the text of {@link #ANSWER} as far as these events hold it} */
    static String textOf(List<String> events) {
        StringBuilder text = new StringBuilder();
        for (String piece : ANSWER.pieces()) {
            if (events.stream().anyMatch(event -> event.contains(piece))) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    /** {@return answers of every shape that the driver claims} */
    static List<TwinAnswer> shapes(Set<Capability> claims) {
        List<TwinAnswer> shapes = new ArrayList<>(List.of(ANSWER, WIDE));
        if (claims.contains(Capability.REASONING)) {
            shapes.add(ANSWER.toBuilder().reasoning("first I think").build());
        }
        if (claims.contains(Capability.TOOLS)) {
            shapes.add(calling());
            shapes.add(calling().toBuilder().pieces("I look ", "it up. ").build());
        }
        if (claims.contains(Capability.PARALLEL_TOOL_CALLS)) {
            shapes.add(calling().toBuilder()
                    .toolCall("call_2", "count", "{\"n\":1}")
                    .build());
        }
        return shapes;
    }

    static Tool tool() {
        return new Tool(TOOL, "Looks a \"place\" up — über alles", SCHEMA);
    }

    static TwinAnswer calling() {
        return TwinAnswer.calling(TOOL, ARGUMENTS).toBuilder().usage(9, 4).build();
    }

    /** {@return an answer of many megabytes in many events} */
    static TwinAnswer large(int pieces, int size) {
        String piece = "x".repeat(size);
        TwinAnswer.Builder answer = TwinAnswer.builder();
        for (int i = 0; i < pieces; i++) {
            answer.pieces(piece);
        }
        return answer.build();
    }
}
