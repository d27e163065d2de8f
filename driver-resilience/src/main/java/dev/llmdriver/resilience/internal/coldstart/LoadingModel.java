package dev.llmdriver.resilience.internal.coldstart;

import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Reply;
import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Visitor;
import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Word;
import dev.llmdriver.resilience.internal.course.Hints;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one model. When the estimate is over the first of them asks, and all others wait for what it hears. Guarded by the
 * lock of {@link LoadingModels}; nobody is told anything under that lock.
 */
final class LoadingModel {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Consumer<Object> onDue;
    private final Deque<Place> queue = new ArrayDeque<>();
    private @Nullable Visitor asking;
    private @Nullable Due due;
    private int guesses;

    LoadingModel(Consumer<Object> onDue) {
        this.onDue = onDue;
    }

    private record Place(Visitor visitor, CompletableFuture<Reply> told) {}

    /** When the model is to be asked next. */
    private static final class Due {
        private final long at;
        private Scheduler.@Nullable Alarm alarm;

        Due(long at) {
            this.at = at;
        }

        void callOff() {
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }

    /** {@return whether nobody waits or asks} */
    boolean isEmpty() {
        return queue.isEmpty() && asking == null;
    }

    void close() {
        if (due != null) {
            due.callOff();
        }
    }

    /** Takes one in at the end. */
    Reply enter(Visitor visitor) {
        return enter(visitor, false);
    }

    private Reply enter(Visitor visitor, boolean first) {
        Duration left = left(visitor);
        if (visitor.isGone() || !visitor.waits(left == null ? Duration.ZERO : left)) {
            return Reply.of(Word.LEAVE, left);
        }
        Reply reply = Reply.of(Word.WAIT, left);
        Place place = new Place(visitor, reply.next());
        if (first) {
            queue.addFirst(place);
        } else {
            queue.addLast(place);
        }
        return reply;
    }

    private @Nullable Duration left(Visitor visitor) {
        long now = visitor.call().scheduler().nanoTime();
        return due == null ? null : Duration.ofNanos(Math.max(0, due.at - now));
    }

    /** Notes what the provider told a visitor, and takes that one in: who asked for all stays the first. */
    Reply estimate(Visitor visitor, Duration hint) {
        boolean asked = asking == visitor;
        if (asked) {
            asking = null;
        }
        if (asking == null && isNews(visitor, hint)) {
            Duration time = hint.isZero() ? guess() : Hints.spread(hint, ThreadLocalRandom.current());
            askAfter(time, visitor.call().scheduler());
            tellQueue();
        }
        return enter(visitor, asked);
    }

    /** What fits the moment that is set changes nothing, and silence changes no estimate. */
    private boolean isNews(Visitor visitor, Duration hint) {
        Duration left = left(visitor);
        return left == null || (!hint.isZero() && (left.compareTo(hint) < 0 || left.compareTo(Hints.latest(hint)) > 0));
    }

    private Duration guess() {
        Duration grown = FIRST.multipliedBy(1L << Math.min(guesses++, 3));
        return grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
    }

    private void askAfter(Duration time, Scheduler scheduler) {
        close();
        Due next = new Due(scheduler.nanoTime() + time.toNanos());
        due = next;
        next.alarm = scheduler.schedule(time, () -> onDue.accept(next));
    }

    /** Everybody hears of the new moment; who cannot wait so long leaves. */
    private void tellQueue() {
        List<Place> before = new ArrayList<>(queue);
        queue.clear();
        before.forEach(place -> tell(place, enter(place.visitor())));
    }

    /** Lets the first one ask, unless the alarm that rings was called off. */
    Void ring(Object rung) {
        if (rung == due) {
            due = null;
            askNext();
        }
        return null;
    }

    private void askNext() {
        Place next = queue.pollFirst();
        if (next != null) {
            asking = next.visitor();
            tell(next, Reply.of(Word.ASK, null));
        }
    }

    Void open() {
        asking = null;
        queue.forEach(place -> tell(place, Reply.of(Word.GO, null)));
        queue.clear();
        return null;
    }

    Void dismiss(Visitor visitor) {
        for (Iterator<Place> places = queue.iterator(); places.hasNext(); ) {
            Place place = places.next();
            if (place.visitor() == visitor) {
                places.remove();
                sayGoodbye(place);
            }
        }
        return null;
    }

    Void leave(Visitor visitor) {
        dismiss(visitor);
        if (asking == visitor) {
            asking = null;
            askNext();
        }
        return null;
    }

    /** Who is gone does not listen, but its alarm hangs on the word. */
    private void sayGoodbye(Place place) {
        Reply reply = Reply.of(Word.LEAVE, left(place.visitor()));
        if (place.visitor().isGone()) {
            place.told().complete(reply);
        } else {
            tell(place, reply);
        }
    }

    /** On a stack of its own: what is told may send requests, end calls and come back here. */
    private static void tell(Place place, Reply reply) {
        place.visitor()
                .call()
                .scheduler()
                .schedule(Duration.ZERO, () -> place.told().complete(reply));
    }
}
