package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Flow;

/** Lets the idle clock run while nothing is asked for. */
final class Blaming extends SubscriberShell {
    private final Scheduler clock;
    private final Duration idle;
    private Scheduler.Alarm alarm;

    Blaming(Flow.Subscriber<? super ChatEvent> outer, Scheduler clock, Duration idle) {
        super(outer);
        this.clock = clock;
        this.idle = idle;
    }

    @Override
    public void onNext(ChatEvent event) {
        rest();
        alarm = clock.schedule(idle, this::blame);
        outer.onNext(event);
    }

    private void blame() {
        subscription.cancel();
        outer.onError(LlmException.builder(ErrorKind.TIMEOUT, "nothing came").build());
    }

    @Override
    public void onComplete() {
        rest();
        outer.onComplete();
    }

    private void rest() {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
