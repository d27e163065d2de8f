package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of a step.
 *
 * @param done whether it was done
 * @param now when
 * @param counts what is counted since, in the order of the step's parts
 */
public record Result(boolean done, Instant now, List<Counted> counts) {
    /** {@return the windows from which was taken, as texts} */
    public List<String> windows() {
        return counts.stream().map(counted -> Moments.text(counted.end())).toList();
    }

    /** {@return how long these shares have to wait, of the limits that the step was about} */
    public Wait wait(List<Share> shares) {
        Limit last = shares.get(0).limit();
        Instant latest = Instant.MIN;
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            Instant has = counts.get(i).has(share.limit(), share.amount());
            if (has.isAfter(latest)) {
                latest = has;
                last = share.limit();
            }
        }
        return latest.equals(Instant.MAX) ? Wait.never(last) : Wait.of(last, untilThen(latest));
    }

    private Duration untilThen(Instant moment) {
        return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
    }
}
