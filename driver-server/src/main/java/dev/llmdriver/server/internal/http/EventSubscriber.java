package dev.llmdriver.server.internal.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatStream;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the events of a model no faster than they go out: a few at first, and then as many as went. */
public abstract class EventSubscriber implements Flow.Subscriber<ChatEvent> {
    /** Enough to fill a packet, few enough that a client that reads nothing costs little. */
    private static final long BATCH = 32;

    private volatile Flow.@Nullable Subscription subscription;

    /** Asks for nothing yet. */
    protected EventSubscriber() {}

    /**
     * Begins to listen. One that throws hears of no more events, so the end is heard of in another way, too: {@code onError} may be told
     * twice, and on any thread.
     */
    public final void listenTo(ChatStream stream) {
        stream.completion().whenComplete((response, failure) -> {
            if (failure != null) {
                onError(failure);
            }
        });
        stream.subscribe(this);
    }

    @Override
    public final void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(BATCH);
    }

    /** Asks for more, as so many went out, or need not go. */
    protected final void ask(long events) {
        Flow.Subscription asked = subscription;
        if (asked != null) {
            asked.request(events);
        }
    }

    @Override
    public final void onComplete() {
        // the last event ended the answer
    }
}
