package dev.llmdriver.huggingface.replay;

import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of an answer travel.
 *
 * @param seed of the places where they are cut; null sends them whole
 */
record Cut(@Nullable Long seed) {
    private static final int[] LARGEST_PIECES = {3, 40, 500};
    private static final int MOST_PIECES = 2_000;

    static final Cut WHOLE = new Cut(null);

    Reply reply(Exchange exchange) {
        ReplyBuilder reply = Reply.builder().status(exchange.status());
        exchange.headers().forEach(reply::header);
        reply.write(exchange.bytes());
        if (exchange.isStreamAnswer()) {
            reply.chunked();
        }
        return seed == null
                ? reply.build()
                : cut(reply, new Random(seed ^ exchange.name().hashCode()));
    }

    /** Each piece is a chunk of its own, so that the receiver sees the borders even where its kernel joins two writes. */
    private static Reply cut(ReplyBuilder reply, Random random) {
        int largest = LARGEST_PIECES[random.nextInt(LARGEST_PIECES.length)];
        int[] sizes = IntStream.range(0, MOST_PIECES)
                .map(i -> 1 + random.nextInt(largest))
                .toArray();
        return reply.chunked().split(1 + random.nextInt(largest), sizes).build();
    }

    @Override
    public String toString() {
        return seed == null ? "whole" : "split with seed " + seed;
    }
}
