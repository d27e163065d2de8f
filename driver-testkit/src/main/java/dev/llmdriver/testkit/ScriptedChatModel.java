package dev.llmdriver.testkit;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.internal.AnswerScript;
import dev.llmdriver.testkit.internal.ScriptedEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers by script, for the tests of applications. It wears the same face as a real one: blocking and asynchronous
 * calls, streams with demand and cancel, the deadline, attempts, errors. It opens no socket.
 *
 * <pre>{@code
 * ScriptedChatModel model = ScriptedChatModel.create();
 * model.expect(Expectation.any().prompt("Is it raining?").tools("get_weather"),
 *         ScriptedAnswer.calling("get_weather", "{\"city\":\"Oslo\"}"));
 * model.enqueue(ScriptedAnswer.of("Yes, take an umbrella."));
 * new WeatherBot(model).ask("Is it raining?");
 * model.assertComplete();
 * }</pre>
 *
 * <p>Answers are used in order, once each. A call that nothing was scripted for, or that is not as expected, fails as
 * {@code invalid_request} with the reason {@code script}, says what was expected and what was got, and makes {@link #assertComplete}
 * fail. Of the timeouts only the deadline counts. Thread-safe.
 */
public final class ScriptedChatModel implements ChatModel {
    private final ChatModel face;
    private final List<ChatRequest> requests = new ArrayList<>();
    private final Deque<Entry> script = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable Function<ChatRequest, ScriptedAnswer> otherwise;

    private record Entry(Expectation expected, ScriptedAnswer answer) {}

    private ScriptedChatModel(Builder builder) {
        face = ChatModels.of(
                new ScriptedEngine(builder.ref, this::next),
                new Facts(builder.ref, builder.capabilities),
                builder.settings);
    }

    /** {@return a model {@code scripted:model} on the system's clock, of which nobody knows what it can do} */
    public static ScriptedChatModel create() {
        return builder().build();
    }

    /** {@return a builder of the same} */
    public static Builder builder() {
        return new Builder();
    }

    /** Answers the next calls with these, whatever is asked. */
    public ScriptedChatModel enqueue(ScriptedAnswer... answers) {
        for (ScriptedAnswer answer : answers) {
            expect(Expectation.any(), answer);
        }
        return this;
    }

    /** Answers the next call with this, if it is as expected. */
    public synchronized ScriptedChatModel expect(Expectation expected, ScriptedAnswer answer) {
        script.add(new Entry(expected, answer));
        return this;
    }

    /** Answers calls that nothing is scripted for; the function may be called on any thread, several at once. */
    public synchronized ScriptedChatModel answers(Function<ChatRequest, ScriptedAnswer> talk) {
        otherwise = talk;
        return this;
    }

    /** {@return what was asked so far, oldest first} */
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** Fails if a scripted answer was never asked for, or a call was not as expected. */
    public synchronized void assertComplete() {
        if (script.isEmpty() && faults.isEmpty()) {
            return;
        }
        String left = script.isEmpty()
                ? ""
                : "Of the script " + script.size() + " calls never came, the first being "
                        + script.element().expected() + ". ";
        throw new AssertionError(left + String.join(" ", faults));
    }

    private AnswerScript next(ChatRequest request) {
        Function<ChatRequest, ScriptedAnswer> talk;
        synchronized (this) {
            requests.add(request);
            Entry entry = script.peek();
            if (entry != null) {
                return checked(entry, request);
            }
            talk = otherwise;
            if (talk == null) {
                return fault("Call " + requests.size() + " was not expected: nothing is scripted for " + request + ".");
            }
        }
        return talk.apply(request).script();
    }

    private AnswerScript checked(Entry entry, ChatRequest request) {
        List<String> mismatches = entry.expected().mismatches(request);
        if (!mismatches.isEmpty()) {
            return fault("Call " + requests.size() + " was not as expected: " + String.join("; ", mismatches) + ".");
        }
        script.remove();
        return entry.answer().script();
    }

    private AnswerScript fault(String message) {
        faults.add(message);
        return ScriptedAnswer.failing(LlmException.builder(ErrorKind.INVALID_REQUEST, message)
                        .reason("script")
                        .advice(Advice.STOP)
                        .build())
                .script();
    }

    // The face

    @Override
    public ModelRef ref() {
        return face.ref();
    }

    @Override
    public ChatResponse generate(ChatRequest request) {
        return face.generate(request);
    }

    @Override
    public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
        return face.generateAsync(request);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return face.stream(request);
    }

    @Override
    public Capabilities capabilities() {
        return face.capabilities();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        return face.describe();
    }

    @Override
    public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        return face.countTokens(request);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return face.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : face.unwrap(type);
    }

    private record Facts(ModelRef ref, Capabilities capabilities) implements ModelFacts {
        @Override
        public CompletableFuture<ModelInfo> describe() {
            return CompletableFuture.completedFuture(
                    ModelInfo.builder(ref.model()).capabilities(capabilities).build());
        }
    }

    /** Builds a {@link ScriptedChatModel}. Not thread-safe. */
    public static final class Builder {
        private ModelRef ref = new ModelRef("scripted", "model");
        private Capabilities capabilities = Capabilities.unknown();
        private CallSettings settings = CallSettings.defaults();

        private Builder() {}

        /** Names the model, as in {@code gemini:gemini-pro}. */
        public Builder ref(ModelRef name) {
            ref = name;
            return this;
        }

        /** Declares what the model can do. */
        public Builder capabilities(Capabilities known) {
            capabilities = known;
            return this;
        }

        /** Measures and waits by this clock, such as a {@link ManualScheduler}. */
        public Builder scheduler(Scheduler clock) {
            settings = settings.withScheduler(clock);
            return this;
        }

        /** Runs callbacks here; {@code Runnable::run} keeps them on the thread that sends. */
        public Builder callbackExecutor(Executor executor) {
            settings = settings.withCallbackExecutor(executor);
            return this;
        }

        /** {@return the model} */
        public ScriptedChatModel build() {
            return new ScriptedChatModel(this);
        }
    }
}
