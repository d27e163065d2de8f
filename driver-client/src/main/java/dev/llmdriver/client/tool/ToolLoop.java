package dev.llmdriver.client.tool;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ToolCall;
import dev.llmdriver.client.internal.ToolThreads;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets a model use tools until it has an answer: asks, runs the calls of the answer at the same time, tells the model the results, asks
 * again. Works over any model. Immutable and thread-safe.
 *
 * <pre>{@code
 * ToolLoop loop = ToolLoop.over(model).tools(Toolbox.ofMethods(new Weather())).build();
 * System.out.println(loop.run("Do I need an umbrella in Oslo?").text());
 * }</pre>
 *
 * <p>Calls run only where the answer's finish reason is TOOL_CALLS. Whatever goes wrong with a tool (no such tool, arguments that do
 * not fit, an exception, no approval, no time left) becomes an error result, so that the model can do otherwise. The model's messages
 * are sent back as they came, the results stand in the order of the calls. A choice that forces a tool holds for the first step only.
 * Every question to the model is a call of its own, with its own deadline and attempts; if one fails, so does the run, with the
 * attempts of all.
 */
public final class ToolLoop {
    final ChatModel model;
    final Toolbox toolbox;
    final int maxSteps;
    final Duration timeout;
    final Executor executor;
    final Executor callbackExecutor;
    final Scheduler scheduler;
    final Function<ToolCall, CompletionStage<Approval>> approval;
    final List<ToolListener> listeners;

    private ToolLoop(Builder builder, List<ToolListener> listeners) {
        this.model = builder.model;
        this.toolbox = builder.toolbox;
        this.maxSteps = builder.maxSteps;
        this.timeout = builder.timeout;
        this.executor = builder.executor;
        this.callbackExecutor = builder.callbackExecutor;
        this.scheduler = builder.scheduler;
        this.approval = builder.approval();
        this.listeners = listeners;
        this.builder = builder;
    }

    /** Never changed after {@link Builder#build}, which copies it. */
    private final Builder builder;

    /** {@return a builder of a loop without tools yet} */
    public static Builder over(ChatModel model) {
        return new Builder(model);
    }

    /** {@return a builder that starts with all of this loop but its listeners} */
    public Builder toBuilder() {
        return new Builder(builder);
    }

    /** {@return a loop that does the same and tells one more listener} */
    public ToolLoop listening(ToolListener listener) {
        List<ToolListener> all = new ArrayList<>(listeners);
        all.add(Objects.requireNonNull(listener, "listener"));
        return new ToolLoop(builder, List.copyOf(all));
    }

    /**
     * Asks one question, and waits for the answer.
     *
     * @param prompt what the user says
     * @return how it went
     */
    public ToolRun run(String prompt) {
        return run(ChatRequest.of(prompt));
    }

    /**
     * Asks, and waits for the answer. Interrupting the thread cancels the call or the tools under way.
     *
     * @param request what to ask; the tools are added to it
     * @return how it went
     * @throws LlmException if the model gives no answer; its stack is the caller's
     * @throws IllegalArgumentException if the request offers a tool that is not in the toolbox
     * @throws IllegalStateException on an event loop, which must not be blocked; use {@link #runAsync}
     */
    public ToolRun run(ChatRequest request) {
        Blocking.guard("run", "runAsync");
        return Blocking.await(runAsync(request));
    }

    /**
     * Asks without waiting.
     *
     * @param request what to ask; the tools are added to it
     * @return how it went, to come; cancelling it cancels the call or the tools under way
     */
    public CompletableFuture<ToolRun> runAsync(ChatRequest request) {
        return new WholeRun(this, request).start();
    }

    /**
     * Prepares a stream. Returns at once; nothing is sent until somebody consumes it.
     *
     * @param request what to ask; the tools are added to it
     * @return the stream, to be consumed once
     */
    public ToolStream stream(ChatRequest request) {
        return new LoopStream(this, request);
    }

    /** {@return the tools on offer} */
    public Toolbox toolbox() {
        return toolbox;
    }

    /** {@return the model that is asked} */
    public ChatModel model() {
        return model;
    }

    static Duration positive(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a tool needs more than no time: " + time);
        }
        return time;
    }

    @Override
    public String toString() {
        return "ToolLoop[" + model.ref() + ", " + toolbox.names() + "]";
    }

    /** Builds a {@link ToolLoop}. Not thread-safe. */
    public static final class Builder {
        private final ChatModel model;
        private Toolbox toolbox = Toolbox.of();
        private int maxSteps = 10;
        private Duration timeout = Duration.ofSeconds(60);
        private Executor executor = ToolThreads.shared();
        private Executor callbackExecutor = CallSettings.defaults().callbackExecutor();
        private Scheduler scheduler = Scheduler.system();
        private @Nullable Function<ToolCall, Approval> approval;
        private @Nullable Function<ToolCall, CompletionStage<Approval>> approvalAsync;

        private Builder(ChatModel model) {
            this.model = Objects.requireNonNull(model, "model");
        }

        private Builder(Builder from) {
            this(from.model);
            this.toolbox = from.toolbox;
            this.maxSteps = from.maxSteps;
            this.timeout = from.timeout;
            this.executor = from.executor;
            this.callbackExecutor = from.callbackExecutor;
            this.scheduler = from.scheduler;
            this.approval = from.approval;
            this.approvalAsync = from.approvalAsync;
        }

        /** Offers these tools, and no others. */
        public Builder tools(Toolbox tools) {
            this.toolbox = Objects.requireNonNull(tools, "tools");
            return this;
        }

        /** Sets how many answers the model may give, at least 1, by default 10; the calls of the last one are not run. */
        public Builder maxSteps(int steps) {
            if (steps < 1) {
                throw new IllegalArgumentException("a loop needs at least one step: " + steps);
            }
            this.maxSteps = steps;
            return this;
        }

        /** Sets how long a tool may take that says nothing itself, the wait for a thread included; by default 60 s. */
        public Builder timeout(Duration time) {
            this.timeout = positive(time);
            return this;
        }

        /**
         * Runs tools here; by default on a shared pool of 32 daemon threads. One of a single thread runs them one after the other. A
         * tool that itself waits for a loop needs an executor of its own.
         */
        public Builder executor(Executor threads) {
            this.executor = Objects.requireNonNull(threads, "threads");
            return this;
        }

        /** Goes on here when tools have ended; by default on the shared pool for callbacks. */
        public Builder callbackExecutor(Executor threads) {
            this.callbackExecutor = Objects.requireNonNull(threads, "threads");
            return this;
        }

        /** Measures and waits by this clock. */
        public Builder scheduler(Scheduler clock) {
            this.scheduler = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Asks before a tool runs, on the executor of tools, one call after the other; one that throws denies. */
        public Builder approval(Function<ToolCall, Approval> hook) {
            this.approval = Objects.requireNonNull(hook, "hook");
            this.approvalAsync = null;
            return this;
        }

        /** Asks before a tool runs, one call after the other, for as long as it takes; one that throws or fails denies. */
        public Builder approvalAsync(Function<ToolCall, CompletionStage<Approval>> hook) {
            this.approvalAsync = Objects.requireNonNull(hook, "hook");
            this.approval = null;
            return this;
        }

        private Function<ToolCall, CompletionStage<Approval>> approval() {
            Function<ToolCall, Approval> waiting = approval;
            if (waiting != null) {
                Executor threads = executor;
                return call -> CompletableFuture.supplyAsync(() -> waiting.apply(call), threads);
            }
            return approvalAsync == null ? call -> CompletableFuture.completedFuture(Approval.allow()) : approvalAsync;
        }

        /** {@return the loop} */
        public ToolLoop build() {
            return new ToolLoop(new Builder(this), List.of());
        }
    }
}
