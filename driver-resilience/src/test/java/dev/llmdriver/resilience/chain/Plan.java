package dev.llmdriver.resilience.chain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one caller does.
 *
 * @param streams whether it asks for a stream
 * @param start when it begins
 * @param cancel when it gives up, from its beginning; empty if never
 * @param demand how much of a stream it asks for, in turn and a second apart; at last for everything
 * @param cap the most attempts of its call
 */
record Plan(boolean streams, Duration start, Optional<Duration> cancel, List<Integer> demand, int cap) {
    static Plan unary() {
        return new Plan(false, Duration.ZERO, Optional.empty(), List.of(), 6);
    }

    Plan at(Duration time) {
        return new Plan(streams, time, cancel, demand, cap);
    }
}
