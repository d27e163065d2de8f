package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import java.util.concurrent.Flow;

/** Asks for everything, keeps it until it is wanted, and sends it then within the asking. */
record Hoard(Flow.Publisher<ChatEvent> good) implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> outer) {
        good.subscribe(new Hoarder(outer));
    }
}
