package dev.llmdriver.testkit.replay;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.spi.Option;
import dev.llmdriver.testkit.FakeProvider;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A driver whose models say what stands in the body, as text; it can be made to misbehave. */
final class EchoDriver implements LlmDriver {
    static final String ID = "echo";
    private static final Option<URI> BASE = Option.url("base-url", "where");

    private final HttpClient client = HttpClient.newHttpClient();
    private int requests = 1;
    private int attempts = 1;

    void requests(int perCall) {
        requests = perCall;
    }

    void attempts(int perCall) {
        attempts = perCall;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of(BASE);
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        URI base = options.get(BASE).orElseThrow();
        ScriptedChatModel script = ScriptedChatModel.builder()
                .ref(new ModelRef(ID, "model"))
                .build()
                .answers(request -> ask(base));
        ChatEngine engine = new Miscounting(script.unwrap(ChatEngine.class).orElseThrow());
        ModelFacts facts = script.unwrap(ModelFacts.class).orElseThrow();
        return new FakeProvider(ID, name -> ChatModels.of(engine, facts, CallSettings.defaults()));
    }

    private ScriptedAnswer ask(URI base) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            for (int more = 1; more < requests; more++) {
                client.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return response.statusCode() < 400
                    ? ScriptedAnswer.of(response.body())
                    : ScriptedAnswer.failing(LlmException.builder(ErrorKind.SERVER_ERROR, "it failed")
                            .status(response.statusCode())
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Adds attempts that never were. */
    private final class Miscounting implements ChatEngine {
        private final ChatEngine engine;

        Miscounting(ChatEngine engine) {
            this.engine = engine;
        }

        @Override
        public ModelRef ref() {
            return engine.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            count(call);
            return engine.generate(request, call);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            count(call);
            return engine.stream(request, call);
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            return engine.explain(request, mode);
        }

        private void count(CallContext call) {
            for (int more = 1; more < attempts; more++) {
                call.beginAttempt(ref());
            }
        }
    }
}
