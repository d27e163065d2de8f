package dev.llmdriver.client.tool;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.ToolResult;
import dev.llmdriver.client.Totals;
import dev.llmdriver.client.internal.EarlierAttempts;
import dev.llmdriver.client.tool.ToolOutcome.Kind;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One run of a loop, whoever consumes it. Each step begins when the one before has ended, so there is one thread at a time. Cancelling
 * ends what is under way, and the run goes on as far as to notice that.
 */
final class LoopRun {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final ToolLoop loop;
    private final ChatRequest request;
    private final Face face;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean started = new AtomicBoolean();
    private final List<ToolStep> steps = new ArrayList<>();
    /** Held while listeners are told, for whoever gives up does so on a thread of its own. */
    private final Object listening = new Object();

    private boolean toldOfCancel; // guarded by listening

    /** Who consumes the run. */
    interface Face {
        /** Asks the model, and sees to it that the call ends when the run is cancelled. */
        CompletableFuture<ChatResponse> ask(ChatRequest request, int step, Cancellation cancellation);

        /** Something happened. */
        void event(ToolEvent event);

        /** The run has ended. */
        void ended(ToolRun run);

        /** The run has failed, or was cancelled. */
        void failed(LlmException failure);
    }

    LoopRun(ToolLoop loop, ChatRequest request, Face face) {
        this.loop = loop;
        this.request = withTools(loop, request);
        this.face = face;
    }

    private static ChatRequest withTools(ToolLoop loop, ChatRequest request) {
        List<String> strangers = request.tools().stream()
                .map(Tool::name)
                .filter(name -> loop.toolbox.find(name).isEmpty())
                .toList();
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("the request offers tools that nobody here can run: " + strangers
                    + "; add them to the toolbox, or ask the model without a loop");
        }
        List<Tool> tools = loop.toolbox.declarations();
        return tools.isEmpty() ? request : request.toBuilder().tools(tools).build();
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            step();
        }
    }

    /** Ends what is under way. */
    void cancel() {
        cancellation.cancel(this::tellOfCancel);
        if (cancellation.isCancelled() && started.compareAndSet(false, true)) {
            fail(CallFuture.cancelled());
        }
    }

    private void step() {
        if (cancellation.isCancelled()) {
            fail(CallFuture.cancelled());
            return;
        }
        CompletableFuture<ChatResponse> asked;
        try {
            asked = face.ask(next(), steps.size() + 1, cancellation);
        } catch (RuntimeException | Error thrown) { // an error, too, or listeners would think that it goes on
            fail(thrown);
            return;
        }
        asked.whenComplete((response, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                guarded(() -> answered(response));
            }
        });
    }

    private ChatRequest next() {
        if (steps.isEmpty()) {
            return request;
        }
        ChatRequestBuilder builder = request.toBuilder();
        steps.forEach(step -> step.messages().forEach(builder::message));
        boolean forced = request.toolChoice()
                .filter(choice -> choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named)
                .isPresent();
        return forced ? builder.toolChoice(ToolChoice.auto()).build() : builder.build();
    }

    private void answered(ChatResponse response) {
        boolean runnable = response.finishReason().kind() == FinishReason.Kind.TOOL_CALLS
                && !response.toolCalls().isEmpty();
        if (!runnable) {
            end(response, ToolRun.Ending.ANSWERED, "the answer broke off, so its calls may be incomplete");
        } else if (steps.size() + 1 >= loop.maxSteps) {
            end(response, ToolRun.Ending.STEP_LIMIT, "the limit of " + loop.maxSteps + " steps is reached");
        } else {
            runTools(response);
        }
    }

    /** Calls that will not be run get a result too, or no provider would take the conversation again. */
    private void end(ChatResponse response, ToolRun.Ending ending, String why) {
        done(new ToolStep(
                steps.size() + 1,
                response,
                response.toolCalls().stream().map(call -> notRun(call, why)).toList()));
        if (!cancellation.end()) {
            fail(CallFuture.cancelled());
            return;
        }
        ToolRun run = new ToolRun(steps, ending);
        tell(listener -> listener.ended(run));
        face.ended(run);
    }

    private static ToolOutcome notRun(ToolCall call, String why) {
        return new ToolOutcome(
                call, Kind.NOT_RUN, ToolResult.error(call, "the tool was not run: " + why), Duration.ZERO, null);
    }

    private void runTools(ChatResponse response) {
        int number = steps.size() + 1;
        List<CompletableFuture<ToolOutcome>> outcomes = new ArrayList<>();
        List<CompletableFuture<Void>> told = new ArrayList<>();
        CompletableFuture<Void> decided = CompletableFuture.completedFuture(null);
        for (ToolCall call : response.toolCalls()) {
            ToolExecution execution = new ToolExecution(loop, call, number, cancellation);
            outcomes.add(execution.outcome());
            face.event(new ToolEvent.Called(number, call));
            // A tool may end on the clock's thread or on an event loop, which a subscriber must not hold up.
            told.add(execution
                    .outcome()
                    .thenAcceptAsync(outcome -> face.event(new ToolEvent.Done(number, outcome)), this::hop));
            decided = decided.thenCompose(before -> execution.begin());
        }
        CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                .whenCompleteAsync((all, failure) -> guarded(() -> ran(response, outcomes)), this::hop);
    }

    private void hop(Runnable task) {
        try {
            loop.callbackExecutor.execute(task);
        } catch (Throwable refused) { // also a pool that gets no thread; better on the wrong one than never
            task.run();
        }
    }

    private void ran(ChatResponse response, List<CompletableFuture<ToolOutcome>> outcomes) {
        if (!cancellation.isCancelled()) {
            done(new ToolStep(
                    steps.size() + 1,
                    response,
                    outcomes.stream().map(CompletableFuture::join).toList()));
        }
        step();
    }

    private void done(ToolStep step) {
        steps.add(step);
        tell(listener -> listener.step(step));
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) { // an error, too, or whoever waits would wait for ever
            fail(thrown);
        }
    }

    private void fail(Throwable failure) {
        LlmException error = LlmException.of(failure);
        LlmException whole = cancellation.isCancelled() && !(error instanceof CancelledException)
                ? CallFuture.cancelled()
                : EarlierAttempts.before(error, attempts());
        List<ToolStep> sofar = List.copyOf(steps);
        synchronized (listening) {
            if (cancellation.isCancelled()) {
                tellOfCancel(); // whoever gave up may not have come to it yet
            }
            toldOfCancel = true; // ending the caller's future of a run that failed by itself is no giving up
            tell(listener -> listener.failed(whole, sofar));
        }
        face.failed(whole);
    }

    private void tellOfCancel() {
        synchronized (listening) {
            if (!toldOfCancel) {
                toldOfCancel = true;
                tell(ToolListener::cancelled);
            }
        }
    }

    private List<Attempt> attempts() {
        return Totals.of(steps.stream().map(ToolStep::response).toList()).attempts();
    }

    private void tell(Consumer<ToolListener> what) {
        synchronized (listening) {
            loop.listeners.forEach(listener -> tell(listener, what));
        }
    }

    private static void tell(ToolListener listener, Consumer<ToolListener> what) {
        try {
            what.accept(listener);
        } catch (Throwable thrown) { // errors too: the end is told after this
            LOG.log(Level.WARNING, "a listener of a loop of tools threw", thrown);
        }
    }
}
