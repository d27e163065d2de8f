package dev.llmdriver.testkit.internal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;

/** Cuts the bytes into small writes of their own. */
final class SplitStage extends Stage {
    private static final int LARGEST_RANDOM_PIECE = 7;

    private final ReplyPlan.Split split;
    private final Iterator<Integer> sizes;
    private final Random random;
    private boolean first = true;
    private int leftOfPiece;

    SplitStage(Iterator<Step> source, ReplyPlan.Split split) {
        super(source);
        this.split = split;
        this.sizes = split.sizes().iterator();
        this.random = new Random(split.seed());
    }

    @Override
    void accept(Step step) {
        if (!(step instanceof Step.Bytes data)) {
            emit(step);
            return;
        }
        byte[] bytes = data.bytes();
        for (int from = 0; from < bytes.length; ) {
            if (leftOfPiece == 0) {
                leftOfPiece = nextSize();
                gap();
            }
            int to = (int) Math.min(bytes.length, (long) from + leftOfPiece);
            emit(Arrays.copyOfRange(bytes, from, to));
            leftOfPiece -= to - from;
            from = to;
        }
    }

    private int nextSize() {
        if (split.everywhere()) {
            return 1 + random.nextInt(LARGEST_RANDOM_PIECE);
        }
        return sizes.hasNext() ? sizes.next() : Integer.MAX_VALUE;
    }

    /** Without a gap the receiver's kernel may join two writes into one read. */
    private void gap() {
        if (first && !split.everywhere()) {
            emit(Step.Head.SEND);
        }
        if (!split.gap().isZero()) {
            emit(new Step.Wait(split.gap()));
        }
        first = false;
    }
}
