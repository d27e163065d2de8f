package dev.llmdriver.soak;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatStream;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Timeouts;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes one call and says how it ended. Runs on a thread of its own, which it may block. */
final class Caller {
    private static final Duration SILENT = Duration.ofMillis(80);
    /** More than the longest deadline. */
    private static final long MOST_SECONDS = 2 * Operation.LONG.toSeconds();

    private final LlmClient client;
    private final ScheduledExecutorService timer;
    private final Operation operation;

    Caller(LlmClient client, ScheduledExecutorService timer, Operation operation) {
        this.client = client;
        this.timer = timer;
        this.operation = operation;
    }

    Ending call() {
        try {
            return switch (operation.way()) {
                case BLOCKING ->
                    interrupted(() ->
                            client.model(operation.model()).generate(request()).text());
                case ASYNC ->
                    cancelled(client.model(operation.model())
                            .generateAsync(request())
                            .thenApply(answer -> answer.text()));
                case EMBED ->
                    interrupted(() ->
                            vectors(client.embeddingModel(operation.model()).embed(embedding())));
                case EMBED_ASYNC ->
                    cancelled(client.embeddingModel(operation.model())
                            .embedAsync(embedding())
                            .thenApply(Caller::vectors));
                default -> streamed(client.model(operation.model()).stream(request()));
            };
        } catch (LlmException | Ending.Mischief thrown) {
            return Ending.failed(thrown);
        }
    }

    private ChatRequest request() {
        ChatRequestBuilder request = ChatRequest.builder()
                .user(operation.prompt())
                .temperature(0)
                .deadline(operation.deadline())
                .timeouts(timeouts());
        operation.maxTokens().ifPresent(request::maxTokens);
        return request.build();
    }

    private Timeouts timeouts() {
        return operation.stalls() ? Timeouts.unset().withFirstToken(SILENT).withIdle(SILENT) : Timeouts.unset();
    }

    private EmbeddingRequest embedding() {
        return EmbeddingRequest.builder(operation.texts())
                .deadline(operation.deadline())
                .build();
    }

    private static String vectors(EmbeddingResponse response) {
        return response.vectors().size() + " vectors";
    }

    private Ending streamed(ChatStream stream) {
        return switch (operation.way()) {
            case SUBSCRIBE -> subscribed(stream);
            case ITERATE -> interruptedOrCancelled(stream, () -> iterate(stream));
            case TEXTS -> interruptedOrCancelled(stream, () -> texts(stream));
            case FOR_EACH -> interruptedOrCancelled(stream, () -> forEach(stream));
            default ->
                interruptedOrCancelled(
                        stream, () -> Ending.answered(stream.result().text()));
        };
    }

    private Ending iterate(ChatStream stream) {
        StringBuilder text = new StringBuilder();
        int seen = 0;
        for (ChatEvent event : stream) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
            if (++seen == operation.events() && misbehave(stream)) {
                return Ending.abandoned();
            }
        }
        return finished(stream, text);
    }

    private Ending texts(ChatStream stream) {
        StringBuilder text = new StringBuilder();
        int seen = 0;
        for (String delta : stream.texts()) {
            text.append(delta);
            if (++seen == operation.events() && misbehave(stream)) {
                return Ending.abandoned();
            }
        }
        return finished(stream, text);
    }

    private Ending forEach(ChatStream stream) {
        StringBuilder text = new StringBuilder();
        int[] seen = {0};
        String whole = stream.forEachText(delta -> {
                    text.append(delta);
                    if (++seen[0] == operation.events() && misbehave(stream)) {
                        throw new Ending.Mischief();
                    }
                })
                .text();
        return same(whole, text);
    }

    /** {@return whether to stop reading} */
    private boolean misbehave(ChatStream stream) {
        if (operation.whim() == Whim.CANCEL_AT_EVENT) {
            stream.cancel();
        } else if (operation.whim() == Whim.THROW) {
            throw new Ending.Mischief();
        }
        return operation.whim() == Whim.ABANDON;
    }

    private static Ending finished(ChatStream stream, StringBuilder text) {
        return same(stream.result().text(), text);
    }

    private static Ending same(String whole, StringBuilder text) {
        if (!whole.contentEquals(text)) {
            throw new AssertionError("the deltas are '" + text + "', the answer is '" + whole + "'");
        }
        return Ending.answered(whole);
    }

    private Ending subscribed(ChatStream stream) {
        Reader reader = new Reader(operation, stream);
        stream.subscribe(reader);
        return withCancel(stream::cancel, () -> reader.await(MOST_SECONDS));
    }

    /** A blocked reader is stopped from another thread: by the stream's own cancel or by an interrupt. */
    private Ending interruptedOrCancelled(ChatStream stream, Asking asking) {
        try {
            return operation.number() % 2 == 0 ? withInterrupt(asking) : withCancel(stream::cancel, asking);
        } catch (Ending.Mischief thrown) {
            stream.close();
            throw thrown;
        } catch (IllegalStateException thrown) {
            if (stream.state() == ChatStream.State.CANCELLED) {
                return Ending.failed(new CancellationException()); // cancelled before it was claimed
            }
            throw thrown;
        } finally {
            if (operation.whim() == Whim.CANCEL_AFTER_END) {
                stream.cancel();
            }
        }
    }

    private Ending interrupted(java.util.function.Supplier<String> asking) {
        return withInterrupt(() -> Ending.answered(asking.get()));
    }

    private Ending cancelled(CompletableFuture<String> future) {
        return withCancel(() -> future.cancel(true), () -> await(future));
    }

    static Ending await(CompletableFuture<String> future) {
        try {
            return Ending.answered(future.get(MOST_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException late) {
            throw new AssertionError("a call did not end", late);
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts this wait", unexpected);
        } catch (ExecutionException | CancellationException failed) {
            return Ending.failed(failed);
        }
    }

    /** A way to ask, and to wait for the end. */
    private interface Asking {
        Ending ask();
    }

    private Ending withInterrupt(Asking asking) {
        Interrupter interrupter = new Interrupter();
        try {
            return withCancel(interrupter::interrupt, asking);
        } finally {
            interrupter.stop();
        }
    }

    private Ending withCancel(Runnable cancel, Asking asking) {
        if (operation.whim() == Whim.CANCEL_AT_ONCE) {
            cancel.run();
        } else if (operation.whim() == Whim.CANCEL_LATER) {
            timer.schedule(cancel, operation.pause().toNanos(), TimeUnit.NANOSECONDS);
        }
        Ending ending = asking.ask();
        if (operation.whim() == Whim.CANCEL_AFTER_END) {
            cancel.run();
        }
        return ending;
    }
}
