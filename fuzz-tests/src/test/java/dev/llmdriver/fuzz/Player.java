package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.AnswerAssembler;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plays a body into a decoder of streams by the rules of the endpoint, and writes down what comes of it. */
public final class Player implements EventSink {
    /** Who is asked. */
    public static final ModelRef REF = new ModelRef("fuzzed", "org/name");

    private final AnswerAssembler answer = new AnswerAssembler();
    private final Joined joined = new Joined();
    private final StringBuilder attached = new StringBuilder();
    private @Nullable Usage usage;
    private @Nullable StreamEnd end;
    private @Nullable LlmException failure;

    private Player() {}

    /** Plays a body whole, byte by byte and split at random, which must come to the same, and checks what came. */
    public static Outcome play(Supplier<StreamDecoder> decoders, WireResponse head, Input input) throws IOException {
        Outcome whole = play(decoders.get(), head, input.body(), Splits.WHOLE);
        whole.check();
        for (Splits splits : Splits.all(input.split())) {
            Outcome split = play(decoders.get(), head, input.body(), splits);
            assertThat(split.story()).as("in pieces").isEqualTo(whole.story());
        }
        return whole;
    }

    /** {@return what a body comes to that comes whole} */
    static Outcome whole(StreamDecoder decoder, byte[] body) {
        return play(decoder, Decoding.answer("text/event-stream", new byte[0]), body, Splits.WHOLE);
    }

    private static Outcome play(StreamDecoder decoder, WireResponse head, byte[] body, Splits splits) {
        Player player = new Player();
        try {
            decoder.begin(head);
            splits.cut(body, (bytes, offset, length) -> player.data(decoder, bytes, offset, length));
            if (!player.isDone()) {
                decoder.end(player);
            }
        } catch (LlmException refused) {
            player.failure = refused;
        } catch (IOException malformed) {
            return player.outcome(malformed);
        }
        assertThat(player.isDone()).as("an end").isTrue();
        return player.outcome(null);
    }

    private void data(StreamDecoder decoder, byte[] bytes, int offset, int length) throws IOException {
        if (!isDone()) {
            decoder.data(bytes, offset, length, this);
        }
    }

    private Outcome outcome(@Nullable IOException malformed) {
        Message message = answer.message();
        ChatResponse response = end == null || failure != null || malformed != null
                ? null
                : end.addTo(ChatResponse.builder(REF, message, end.finishReason()))
                        .build();
        return new Outcome(joined, attached.toString(), message, usage, response, failure, malformed);
    }

    @Override
    public void next(ChatEvent event) {
        if (!isDone()) {
            answer.add(event);
            joined.add(event);
        }
    }

    @Override
    public void attach(int index, ProviderData data) {
        answer.attach(index, data);
        attached.append("attach ").append(index).append(' ').append(data.json()).append('\n');
    }

    @Override
    public void usage(Usage soFar) {
        usage = soFar;
    }

    @Override
    public void finish(StreamEnd reached) {
        end = isDone() ? end : reached;
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        failure = isDone() ? failure : error.build();
    }

    @Override
    public boolean isDone() {
        return end != null || failure != null;
    }
}
