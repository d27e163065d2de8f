package com.acme.llm.broken;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Secret;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** X, and what else concerns keys. */
final class SecretDefects {
    private static final Pattern ADDRESS = Pattern.compile("(127\\.0\\.0\\.1:\\d+)");

    private SecretDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("X1", "reads its key once", key(SecretDefects::frozen)),
                new Defect("X2", "prints its key", Twists.provider((good, options) -> new ProviderShell(good, options) {
                    @Override
                    public String toString() {
                        return "Acme with " + DriverDefects.key(options);
                    }
                })),
                new Defect("X3", "follows redirects with its key", following()),
                new Defect(
                        "X4",
                        "sends its key unprotected",
                        Twists.options(options -> options.toBuilder()
                                .set(HttpOptions.ALLOW_CLEARTEXT, true)
                                .build())),
                new Defect("X5", "writes its key into the address", inTheAddress()),
                new Defect(
                        "X6",
                        "mends a bad key",
                        key(bad -> Secret.from(
                                () -> bad.reveal().replaceAll("[^!-~]", "").replace("X-Evil:", "")))),
                new Defect("X7", "shows the values of headers", Twists.explanation(SecretDefects::revealing)),
                new Defect(
                        "X8",
                        "repeats keys that are echoed",
                        withKey((error, key) -> error.toBuilder()
                                .message(error.getMessage() + " " + key)
                                .build())),
                new Defect(
                        "E10",
                        "leaves keys in excerpts",
                        withKey((error, key) -> error.toBuilder()
                                .excerpt(error.excerpt().orElse("").replace("****", key))
                                .build())));
    }

    private static UnaryOperator<LlmDriver> key(UnaryOperator<Secret> twist) {
        return Twists.options(options -> {
            Secret good = options.get(CommonOptions.API_KEY).orElseThrow();
            return options.toBuilder()
                    .set(CommonOptions.API_KEY, twist.apply(good))
                    .build();
        });
    }

    private static Secret frozen(Secret good) {
        return Secret.of(good.reveal());
    }

    private static Explanation revealing(ChatRequest request, Explanation told) {
        Map<String, String> headers = new HashMap<>(told.headers());
        headers.putAll(request.callOptions().headers());
        return new Explanation(told.method(), told.url(), headers, told.body(), told.fields());
    }

    private static UnaryOperator<LlmDriver> inTheAddress() {
        return Twists.wire((request, prepared) -> WireRequest.post(
                        URI.create(prepared.wire().uri() + "?key=tck-7Kq3vXw9RbT2mZp8LcYs"))
                .json(prepared.wire().body()));
    }

    private static UnaryOperator<LlmDriver> withKey(BiFunction<LlmException, String, LlmException> twist) {
        return good -> {
            String[] key = {""};
            UnaryOperator<LlmDriver> noting = Twists.options(options -> {
                key[0] = DriverDefects.key(options);
                return options;
            });
            return Twists.failure(error -> twist.apply(LlmException.of(error), key[0]))
                    .apply(noting.apply(good));
        };
    }

    /** Asks where a redirect leads to, with the key of the call. */
    private static UnaryOperator<LlmDriver> following() {
        return Twists.provider((good, options) -> new ProviderShell(good, options) {
            @Override
            ChatEngine engine(ChatEngine engine) {
                return new Following(engine, options);
            }
        });
    }

    private static final class Following extends EngineShell {
        private final DriverOptions options;

        Following(ChatEngine inner, DriverOptions options) {
            super(inner);
            this.options = options;
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return inner.generate(request, call).exceptionallyCompose(failure -> {
                Matcher address = ADDRESS.matcher(String.valueOf(failure.getMessage()));
                return address.find()
                        ? inner.generate(elsewhere(request, address.group(1)), call)
                        : CompletableFuture.failedFuture(failure);
            });
        }

        private ChatRequest elsewhere(ChatRequest request, String authority) {
            CallOptions there = CallOptions.builder()
                    .baseUrl(URI.create("http://" + authority))
                    .apiKey(options.get(CommonOptions.API_KEY).orElseThrow())
                    .build();
            return request.toBuilder().callOptions(there).build();
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return inner.stream(request, call);
        }
    }
}
