package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Streams of one sort: the rules that hold for all of them, see {@link Player}, and that none is complete without its mark. */
public final class Streams implements FuzzTarget {
    /** Events of more bytes are refused. */
    private static final int MOST = 4_000;

    private final BiFunction<Integer, Integer, StreamDecoder> decoders;
    private final String contentType;
    private final Pattern mark;
    private final List<byte[]> seeds;

    /**
     * Makes the target.
     *
     * @param decoders make a decoder by the settings that an input chooses, and the most bytes of an event
     * @param contentType of the answers
     * @param mark what a complete stream holds
     * @param seeds inputs to start from
     */
    public Streams(
            BiFunction<Integer, Integer, StreamDecoder> decoders, String contentType, String mark, List<byte[]> seeds) {
        this.decoders = decoders;
        this.contentType = contentType;
        this.mark = Pattern.compile(mark);
        this.seeds = seeds;
    }

    /** {@return makes decoders that take events of any length} */
    IntFunction<StreamDecoder> unbounded() {
        return choice -> decoders.apply(choice, Integer.MAX_VALUE);
    }

    @Override
    public void feed(byte[] bytes) throws IOException {
        Input input = Input.of(bytes);
        Outcome outcome = Player.play(
                () -> decoders.apply(input.choice(), MOST), Decoding.answer(contentType, new byte[0]), input);
        String text = input.text().replaceAll("[\r\n]", ""); // an error among events is put together from lines
        if (outcome.response() != null && !text.contains("\\u")) {
            assertThat(mark.matcher(text).find())
                    .as("the mark of an end in %s", text)
                    .isTrue();
        }
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    /** Makes the target of whole answers, which come to the same whatever was read before them. */
    public static FuzzTarget whole(
            IntFunction<BodyDecoder<ChatResponseBuilder>> codecs, List<String> contentTypes, List<byte[]> seeds) {
        return new Bodies(
                input -> {
                    String type = contentTypes.get(input.split() % contentTypes.size());
                    BodyDecoder<ChatResponseBuilder> experienced = codecs.apply(input.choice());
                    for (byte[] body : likeOneAnother(input)) {
                        WireResponse answer = Decoding.answer(type, body);
                        assertThat(Decoding.chat(experienced, answer))
                                .isEqualTo(Decoding.chat(codecs.apply(input.choice()), answer));
                    }
                },
                seeds);
    }

    private static List<byte[]> likeOneAnother(Input input) {
        List<byte[]> bodies = new ArrayList<>();
        byte[] changed = input.body().clone();
        for (int i = 0; i < 4; i++) {
            bodies.add(input.body());
            if (changed.length > 0) {
                changed[Math.floorMod(input.choice() * 31 + i, changed.length)] ^= (byte) (1 << i);
            }
            bodies.add(changed.clone());
        }
        return bodies;
    }
}
