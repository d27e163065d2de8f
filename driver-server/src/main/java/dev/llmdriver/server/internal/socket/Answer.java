package dev.llmdriver.server.internal.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.ModelRef;
import dev.llmdriver.server.internal.auth.Caller;
import dev.llmdriver.server.internal.chats.Exchange;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.http.EventSubscriber;
import dev.llmdriver.server.internal.socket.Places.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer, from the question to the end, when both are kept. Its events go to the page no faster than the connection takes them.
 * Thread-safe.
 */
final class Answer extends EventSubscriber {
    private final Question question;
    private final String owner;
    private final Hub hub;
    private final Outbox out;
    private final CallOptions behalf;
    private final Runnable over;
    private final Runnable cutOff = this::breakOff;
    private final List<Turn> asked;
    private final Exchange exchange;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Place place;
    private volatile @Nullable ChatStream stream;
    private volatile @Nullable ModelRef answering;

    /**
     * Asks nobody yet.
     *
     * @param over told, on any thread, before the page hears of the end
     */
    Answer(Question question, String owner, Hub hub, Outbox out, Runnable over) {
        this.question = question;
        this.owner = owner;
        this.hub = hub;
        this.out = out;
        this.behalf = hub.callers().areKnown() ? new Caller(owner).options() : CallOptions.none();
        this.over = over;
        this.asked = List.of(Turn.question(question.text(), hub.scheduler().now()));
        this.exchange = hub.conversations().begin(owner, question.chat());
        exchange.ask(asked);
    }

    void begin() {
        exchange.whenDeleted(this::cancel);
        hub.traffic().cancelAtEnd(cutOff);
        earlier().thenAcceptAsync(this::ask, hub.workers()).whenComplete((done, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
    }

    private CompletableFuture<List<Turn>> earlier() {
        return question.memory()
                ? hub.conversations().latest(owner, question.chat()).thenApply(question::before)
                : CompletableFuture.completedFuture(List.of());
    }

    /** Whoever cancels before there is a stream finds it cancelled here. */
    private void ask(List<Turn> earlier) {
        Place found = hub.places().find(question);
        place = found;
        ChatStream begun = found.model().stream(hub.conversations().request(earlier, asked, behalf));
        stream = begun;
        if (cancelled) {
            begun.cancel(); // before anything is sent
        }
        listenTo(begun);
        if (cancelled) {
            begun.cancel();
        }
    }

    /** Nobody wants the rest. */
    void cancel() {
        cancelled = true;
        breakOff();
    }

    private void breakOff() {
        ChatStream begun = stream;
        if (begun != null) {
            begun.cancel();
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.Finished finished) {
            finish(finished.response());
            return;
        }
        if (event instanceof ChatEvent.Started started) {
            answering = started.ref();
            exchange.answeredBy(started.ref().toString());
        } else if (event instanceof ChatEvent.TextDelta text) {
            exchange.add(text.text());
        }
        String frame = Deltas.frame(question.id(), event);
        if (frame == null) {
            ask(1);
        } else {
            out.send(frame, () -> ask(1));
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    private void finish(ChatResponse response) {
        Place found = place;
        ModelRef started = answering;
        ModelRef ref = started == null ? response.ref() : started;
        if (found == null) { // nobody answers who was not asked
            return;
        }
        exchange.answeredBy(ref.toString());
        CompletableFuture<Optional<Double>> price =
                new Costs(hub.models().client(), hub.scheduler()).of(response, ref, found.model());
        end(
                exchange.complete(),
                kept -> price.thenApply(dollars -> Frame.of("done", question.id(), json -> {
                    Report.answer(json, response, ref, dollars);
                    fate(json, kept);
                })));
    }

    private void fail(Throwable failure) {
        Trouble trouble = Trouble.of(failure, hub.local() || question.endpoint().isPresent());
        Function<Boolean, String> frame = kept -> cancelled
                ? Frame.of("stopped", question.id(), json -> fate(json, kept))
                : trouble.frame("failed", question.id(), json -> fate(json, kept));
        end(exchange.breakOff(), kept -> CompletableFuture.completedFuture(frame.apply(kept)));
    }

    private void fate(JsonGenerator json, boolean kept) throws IOException {
        json.writeBooleanField("kept", kept);
        json.writeBooleanField("deleted", exchange.isDeleted());
    }

    /** The page hears of the end when what it saw is kept: a reload shows it. */
    private void end(CompletableFuture<Boolean> keeping, Function<Boolean, CompletableFuture<String>> last) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        keeping.exceptionally(unkept -> false).thenCompose(last).thenAccept(frame -> {
            over.run(); // so the page may use its id again at once
            out.reply(frame);
            Place found = place;
            if (found != null) {
                hub.workers().execute(found.close());
            }
            hub.traffic().forget(cutOff);
            hub.traffic().end();
        });
    }
}
