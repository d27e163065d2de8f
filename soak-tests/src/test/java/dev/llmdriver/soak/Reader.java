package dev.llmdriver.soak;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A subscriber that asks for little at a time, and does what its operation says. */
final class Reader implements Flow.Subscriber<ChatEvent> {
    private final Operation operation;
    private final ChatStream stream;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicReference<@Nullable String> fault = new AtomicReference<>();
    private final StringBuilder text = new StringBuilder();
    private Flow.@Nullable Subscription subscription;
    private @Nullable String whole;
    private int seen;
    private boolean gone;

    Reader(Operation operation, ChatStream stream) {
        this.operation = operation;
        this.stream = stream;
    }

    /** Waits until the stream has told of its end, or its reader has left. */
    Ending await(long seconds) {
        if (operation.whim() == Whim.ABANDON) {
            return awaitEndOrLeaving(seconds);
        }
        Ending told = Caller.await(stream.completion().thenApply(answer -> answer.text()));
        if (!operation.whim().cancels()) {
            Ending heard = Caller.await(end);
            check(told.outcome().equals(heard.outcome()), "the subscriber heard " + heard + ", completion " + told);
        }
        checkNoFault();
        return told;
    }

    private Ending awaitEndOrLeaving(long seconds) {
        CompletableFuture<String> either = end.whenComplete((answer, thrown) -> left.countDown());
        try {
            check(left.await(seconds, TimeUnit.SECONDS), "nothing was heard of " + operation);
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts this wait", unexpected);
        }
        checkNoFault();
        return either.isDone() ? Caller.await(either) : Ending.abandoned();
    }

    private void checkNoFault() {
        String found = fault.get();
        check(found == null, found);
    }

    private static void check(boolean good, @Nullable String otherwise) {
        if (!good) {
            throw new AssertionError(otherwise);
        }
    }

    private void blame(boolean good, String otherwise) {
        if (!good) {
            fault.compareAndSet(null, otherwise);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription asked) {
        subscription = asked;
        asked.request(operation.demand());
    }

    @Override
    public void onNext(ChatEvent event) {
        boolean cancelled = gone && operation.whim() != Whim.ABANDON;
        blame(!cancelled && whole == null, "an event after the end: " + event);
        if (event instanceof ChatEvent.TextDelta delta) {
            text.append(delta.text());
        } else if (event instanceof ChatEvent.Finished finished) {
            whole = finished.response().text();
            blame(whole.contentEquals(text), "the deltas are '" + text + "', the answer is '" + whole + "'");
        }
        if (++seen == operation.events()) {
            misbehave();
        }
        if (!gone && seen % operation.demand() == 0 && subscription != null) {
            subscription.request(operation.demand());
        }
    }

    private void misbehave() {
        switch (operation.whim()) {
            case CANCEL_AT_EVENT -> {
                gone = true;
                stream.cancel();
            }
            case THROW -> {
                gone = true;
                throw new Ending.Mischief();
            }
            case ABANDON -> {
                gone = true;
                left.countDown();
            }
            default -> {}
        }
    }

    @Override
    public void onError(Throwable thrown) {
        blame(end.completeExceptionally(thrown), "a second end: " + thrown);
    }

    @Override
    public void onComplete() {
        blame(whole != null, "the end came without an answer");
        blame(end.complete(String.valueOf(whole)), "a second end");
    }
}
