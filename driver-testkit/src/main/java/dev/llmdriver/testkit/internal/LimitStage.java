package dev.llmdriver.testkit.internal;

import java.util.Arrays;
import java.util.Iterator;

/** Breaks the body off after a number of bytes. */
final class LimitStage extends Stage {
    private final ReplyPlan.Limit limit;
    private long left;

    LimitStage(Iterator<Step> source, ReplyPlan.Limit limit) {
        super(source);
        this.limit = limit;
        this.left = limit.bytes();
    }

    @Override
    void accept(Step step) {
        if (!(step instanceof Step.Bytes data)) {
            emit(step);
            return;
        }
        byte[] bytes = data.bytes();
        if (bytes.length < left) {
            left -= bytes.length;
            emit(bytes);
        } else {
            emit(Arrays.copyOf(bytes, (int) left));
            left = 0;
            emit(limit.stop());
        }
    }
}
