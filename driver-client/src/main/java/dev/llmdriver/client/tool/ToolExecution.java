package dev.llmdriver.client.tool;

import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.Json;
import dev.llmdriver.client.tool.RunnableTool.Prepared;
import dev.llmdriver.client.tool.ToolOutcome.Kind;
import dev.llmdriver.error.LlmException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One call of a tool, from its arguments to its outcome, which never fails: what goes wrong is told to the model. */
final class ToolExecution {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final ToolLoop loop;
    private final ToolCall call;
    /** Of this call alone, be it by the loop's end or by the clock. */
    private final Cancellation cancellation = new Cancellation();

    private final ToolContext context;
    private final CompletableFuture<ToolOutcome> outcome = new CompletableFuture<>();
    /** When the tool was given to its executor; null before, for what is decided until then takes no time of a tool. */
    private volatile @Nullable Long startedAt;

    ToolExecution(ToolLoop loop, ToolCall call, int step, Cancellation run) {
        this.loop = loop;
        this.call = call;
        this.context = new ToolContext(call, step, cancellation);
        run.onCancel(this::giveUp);
    }

    /** {@return what becomes of the call; never fails} */
    CompletableFuture<ToolOutcome> outcome() {
        return outcome;
    }

    /** {@return when it is decided whether the call runs; never fails} */
    CompletableFuture<Void> begin() {
        RunnableTool tool = loop.toolbox.find(call.name()).orElse(null);
        if (tool == null) {
            end(
                    Kind.UNKNOWN_TOOL,
                    "there is no tool '" + call.name() + "'; the tools are " + loop.toolbox.names(),
                    null);
            return CompletableFuture.completedFuture(null);
        }
        Prepared work = prepared(tool);
        return work == null
                ? CompletableFuture.completedFuture(null)
                : approve().thenAccept(verdict -> decided(verdict, tool, work));
    }

    private @Nullable Prepared prepared(RunnableTool tool) {
        try {
            return tool.prepare(call.arguments());
        } catch (BadJson bad) {
            end(
                    Kind.BAD_ARGUMENTS,
                    "the arguments do not fit the schema of '" + call.name() + "'; call it again with these put right: "
                            + String.join("; ", bad.faults()),
                    null);
        } catch (Throwable thrown) { // a class that cannot be read into or found, say
            LOG.log(Level.WARNING, "the arguments of a tool cannot be read", thrown);
            end(Kind.FAILED, "the tool cannot read its arguments", thrown);
        }
        return null;
    }

    private CompletableFuture<Approval> approve() {
        CompletableFuture<Approval> verdict = new CompletableFuture<>();
        cancellation.onCancel(() -> verdict.complete(Approval.deny("the caller gave up")));
        if (outcome.isDone()) {
            return verdict;
        }
        try {
            CompletionStage<Approval> asked = loop.approval.apply(call);
            cancellation.onCancel(() -> cancel(asked));
            asked.whenComplete((given, failure) -> verdict.complete(given == null ? unasked(failure) : given));
        } catch (Throwable thrown) { // errors too, or whoever waits for the loop would wait for ever
            verdict.complete(unasked(thrown));
        }
        return verdict;
    }

    /** Who cannot be asked, or says nothing, has not agreed. */
    private Approval unasked(@Nullable Throwable failure) {
        if (!cancellation.isCancelled()) {
            LOG.log(Level.WARNING, "the approval of a tool's call failed, so it is denied", failure);
        }
        return Approval.deny("the approval could not be obtained");
    }

    private void decided(Approval verdict, RunnableTool tool, Prepared work) {
        if (verdict instanceof Approval.Denied denied) {
            end(Kind.DENIED, "the call was not allowed: " + denied.reason(), null);
        } else if (!outcome.isDone()) {
            dispatch(tool.timeout().orElse(loop.timeout), work);
        }
    }

    private void dispatch(Duration timeout, Prepared work) {
        startedAt = loop.scheduler.nanoTime();
        FutureTask<@Nullable Object> task = new FutureTask<>(() -> work.run(context)) {
            @Override
            protected void done() {
                returned(this);
            }
        };
        cancellation.onCancel(() -> task.cancel(true));
        var alarm = loop.scheduler.schedule(timeout, () -> timedOut(timeout));
        outcome.whenComplete((ended, failure) -> alarm.cancel());
        try {
            loop.executor.execute(task);
        } catch (Throwable rejected) { // also a pool that gets no thread
            end(Kind.FAILED, "the tool could not be run", rejected);
        }
    }

    private void timedOut(Duration timeout) {
        end(Kind.TIMED_OUT, "the tool gave no result within " + timeout.toMillis() + " ms", null);
        cancellation.cancel();
    }

    /** The caller gave up. Nobody reads the outcome any more; it only lets those go on who wait for it. */
    private void giveUp() {
        end(Kind.NOT_RUN, "the caller gave up", null);
        cancellation.cancel();
    }

    private void returned(FutureTask<@Nullable Object> task) {
        if (task.isCancelled()) {
            return; // whoever cancelled has said why
        }
        try {
            Object value = task.get();
            if (value instanceof CompletionStage<?> later) {
                cancellation.onCancel(() -> cancel(later));
                later.whenComplete((result, failure) -> settle(result, failure));
            } else {
                settle(value, null);
            }
        } catch (ExecutionException thrown) {
            settle(null, thrown);
        } catch (InterruptedException impossible) { // the task is done, so nobody waits
            Thread.currentThread().interrupt();
        }
    }

    private void settle(@Nullable Object value, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = unwrapped(failure);
            LOG.log(Level.DEBUG, "a tool threw; the model is told", cause);
            end(Kind.FAILED, "the tool failed: " + words(cause), cause);
            return;
        }
        try {
            complete(Kind.DONE, ToolResult.of(call, Json.text(value)), null);
        } catch (IllegalArgumentException unwritable) {
            end(Kind.FAILED, "the tool's result cannot be written as JSON", unwritable);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** A tool may itself ask a model; of such an error the kind says more than the class. */
    private static String words(Throwable cause) {
        String message = cause.getMessage();
        String name = cause instanceof LlmException known
                ? known.kind().wireName()
                : cause.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }

    private void end(Kind kind, String message, @Nullable Throwable failure) {
        complete(kind, ToolResult.error(call, message), failure);
    }

    private void complete(Kind kind, ToolResult result, @Nullable Throwable failure) {
        Long begin = startedAt;
        Duration took = begin == null ? Duration.ZERO : Duration.ofNanos(loop.scheduler.nanoTime() - begin);
        outcome.complete(new ToolOutcome(call, kind, result, took, failure));
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException minimal) {
            LOG.log(Level.DEBUG, "a stage cannot be cancelled; its result will be ignored");
        }
    }
}
