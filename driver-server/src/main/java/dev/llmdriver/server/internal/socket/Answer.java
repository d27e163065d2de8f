package dev.llmdriver.server.internal.socket;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.server.internal.auth.Caller;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.socket.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer, from the question to the end, when both are kept. Its events go to the page no faster than the connection takes them:
 * as many are asked for as went out. Thread-safe.
 */
final class Answer implements Flow.Subscriber<ChatEvent> {
    /** Enough to fill a packet, few enough that a page that reads nothing costs little. */
    private static final long BATCH = 32;

    private final Question question;
    private final Hub hub;
    private final Outbox out;
    private final Keeper keeper;
    private final CallOptions behalf;
    private final Runnable over;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile @Nullable Place place;
    private volatile @Nullable ChatStream stream;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable ModelRef answering;

    /**
     * Asks nobody yet.
     *
     * @param over told, on any thread, before the page hears of the end
     */
    Answer(Question question, String owner, Hub hub, Outbox out, Runnable over) {
        this.question = question;
        this.hub = hub;
        this.out = out;
        this.keeper = new Keeper(hub.store(), owner, question, hub.scheduler());
        this.behalf = hub.callers().areKnown() ? new Caller(owner).options() : CallOptions.none();
        this.over = over;
    }

    void begin() {
        history().thenAcceptAsync(this::ask, hub.workers()).whenComplete((asked, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
    }

    private CompletableFuture<List<Turn>> history() {
        return question.memory() ? keeper.earlier(hub.maxHistory()) : CompletableFuture.completedFuture(List.of());
    }

    /** Whoever cancels before there is a stream finds it cancelled here. */
    private void ask(List<Turn> earlier) {
        Place found = hub.places().find(question);
        place = found;
        ChatStream begun = found.model().stream(ChatRequest.builder()
                .messages(messages(earlier))
                .callOptions(behalf)
                .build());
        stream = begun;
        begun.completion().whenComplete((response, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
        if (cancelled) {
            begun.cancel(); // before anything is sent
        }
        begun.subscribe(this);
        if (cancelled) {
            begun.cancel();
        }
    }

    private List<Message> messages(List<Turn> earlier) {
        List<Message> messages = new ArrayList<>(earlier.stream()
                .filter(turn -> !turn.text().isBlank())
                .dropWhile(turn -> turn.role() == Turn.Role.ASSISTANT) // some providers want a question first
                .map(Answer::message)
                .toList());
        messages.add(Message.user(question.text()));
        return messages;
    }

    private static Message message(Turn turn) {
        return turn.role() == Turn.Role.USER ? Message.user(turn.text()) : Message.assistant(turn.text());
    }

    /** Nobody wants the rest. */
    void cancel() {
        cancelled = true;
        ChatStream begun = stream;
        if (begun != null) {
            begun.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(BATCH);
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.Started started) {
            answering = started.ref();
        }
        if (event instanceof ChatEvent.Finished finished) {
            finish(finished.response());
            return;
        }
        String frame = Deltas.frame(question.id(), event);
        if (frame == null) {
            taken();
        } else {
            out.send(frame, this::taken);
        }
    }

    private void taken() {
        Flow.Subscription asked = subscription;
        if (asked != null) {
            asked.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        // the last event ended the answer
    }

    private void finish(ChatResponse response) {
        Place asked = place;
        ModelRef started = answering;
        ModelRef ref = started == null ? response.ref() : started;
        if (asked == null) { // nobody answers who was not asked
            return;
        }
        CompletableFuture<Optional<Double>> price =
                new Costs(hub.models().client(), hub.scheduler()).of(response, ref, asked.model());
        end(
                response.text(),
                false,
                kept -> price.thenApply(dollars -> Frame.of("done", question.id(), json -> {
                    Report.answer(json, response, ref, dollars);
                    json.writeBooleanField("kept", kept);
                })));
    }

    private void fail(Throwable failure) {
        String text = failure instanceof LlmException error
                ? error.partial().map(PartialAnswer::text).orElse("")
                : "";
        Trouble trouble = Trouble.of(failure, hub.local() || question.endpoint().isPresent());
        Function<Boolean, String> frame = kept -> cancelled
                ? Frame.of("stopped", question.id(), json -> json.writeBooleanField("kept", kept))
                : trouble.frame("failed", question.id(), json -> json.writeBooleanField("kept", kept));
        end(text, true, kept -> CompletableFuture.completedFuture(frame.apply(kept)));
    }

    /** The page hears of the end when what it saw is kept: a reload shows it. */
    private void end(String text, boolean partial, Function<Boolean, CompletableFuture<String>> last) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        keeper.keep(text, partial, answering).thenCompose(last).thenAccept(frame -> {
            over.run(); // so the page may use its id again at once
            out.send(frame, () -> {});
            Place asked = place;
            if (asked != null) {
                hub.workers().execute(asked.close());
            }
            hub.traffic().end();
        });
    }
}
