package dev.llmdriver.soak;

import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One request at a server.
 *
 * @param wire the server's protocol
 * @param key what stands in the prompt
 * @param streamed whether a stream was asked for
 * @param chance the choices about its reply
 */
record Scene(Wire wire, String key, boolean streamed, Chance chance) {
    /** Tokens that servers count for a chat. */
    static final int INPUT = 7;

    static final int OUTPUT = 11;

    Reply answer() {
        TwinAnswer whole = TwinAnswer.of(Operation.text(key)).toBuilder()
                .usage(INPUT, OUTPUT)
                .build();
        return streamed ? wire.stream(whole) : wire.unary(whole);
    }

    Reply changed(UnaryOperator<ReplyBuilder> change) {
        return answer().with(change);
    }

    /** {@return an answer that ends somewhere} */
    TwinAnswer soFar() {
        List<String> pieces = TwinAnswer.of(Operation.text(key)).pieces();
        String[] begun = pieces.subList(0, chance.between(0, pieces.size())).toArray(String[]::new);
        return TwinAnswer.builder().pieces(begun).build();
    }

    /** {@return a stream that ends in order, but too early: some have two ends, of which one would do} */
    Reply withoutEnd() {
        Reply whole = answer();
        return whole.firstEvents(whole.eventCount() / 2).build();
    }

    /** {@return an event or a body of so many bytes} */
    Reply giant(long bytes) {
        if (!streamed) {
            return Reply.builder()
                    .contentType("application/json")
                    .giantLine(bytes)
                    .build();
        }
        ReplyBuilder begun = answer().firstEvents(1);
        return (wire == Wire.OLLAMA ? begun.giantLine(bytes) : begun.giantEvent(bytes)).build();
    }

    /** {@return fewer bytes than the shortest body has} */
    int partOfBody() {
        return chance.between(0, 100);
    }

    /** {@return a time that is over soon} */
    Duration moment() {
        return Duration.ofMillis(chance.between(1, 30));
    }
}
