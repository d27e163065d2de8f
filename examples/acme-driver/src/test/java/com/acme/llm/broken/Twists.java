package com.acme.llm.broken;

import com.acme.llm.AcmeSeam;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Mode;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.PreparedRequest;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The places at which a good driver is broken. */
final class Twists {
    private Twists() {}

    static UnaryOperator<LlmDriver> options(UnaryOperator<DriverOptions> twist) {
        return driver -> new DriverShell(driver) {
            @Override
            public LlmProvider connect(DriverOptions options) {
                return inner.connect(twist.apply(options));
            }
        };
    }

    static UnaryOperator<LlmDriver> provider(BiFunction<LlmProvider, DriverOptions, LlmProvider> twist) {
        return driver -> new DriverShell(driver) {
            @Override
            public LlmProvider connect(DriverOptions options) {
                return twist.apply(inner.connect(options), options);
            }
        };
    }

    static UnaryOperator<LlmDriver> engine(UnaryOperator<ChatEngine> twist) {
        return provider((good, options) -> new ProviderShell(good, options) {
            @Override
            ChatEngine engine(ChatEngine engine) {
                return twist.apply(engine);
            }
        });
    }

    /** Another request, in calls and explanations. */
    static UnaryOperator<LlmDriver> request(UnaryOperator<ChatRequest> twist) {
        return engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return inner.generate(twist.apply(request), call);
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return inner.stream(twist.apply(request), call);
            }

            @Override
            public Explanation explain(ChatRequest request, Mode mode) {
                return inner.explain(twist.apply(request), mode);
            }
        });
    }

    /** Another context for each call. */
    static UnaryOperator<LlmDriver> context(UnaryOperator<CallContext> twist) {
        return engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return inner.generate(request, twist.apply(call));
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return inner.stream(request, twist.apply(call));
            }
        });
    }

    static UnaryOperator<LlmDriver> explanation(BiFunction<ChatRequest, Explanation, Explanation> twist) {
        return engine(good -> new EngineShell(good) {
            @Override
            public Explanation explain(ChatRequest request, Mode mode) {
                return twist.apply(request, inner.explain(request, mode));
            }
        });
    }

    /** Another answer, whole and streamed. */
    static UnaryOperator<LlmDriver> answer(UnaryOperator<ChatResponse> twist) {
        return ends(twist, twist, error -> error);
    }

    /** Another whole answer. */
    static UnaryOperator<LlmDriver> whole(UnaryOperator<ChatResponse> twist) {
        return ends(twist, answer -> answer, error -> error);
    }

    /** Another answer at the end of a stream. */
    static UnaryOperator<LlmDriver> finished(UnaryOperator<ChatResponse> twist) {
        return ends(answer -> answer, twist, error -> error);
    }

    /** Another error. */
    static UnaryOperator<LlmDriver> failure(UnaryOperator<Throwable> twist) {
        return ends(answer -> answer, answer -> answer, twist);
    }

    /** An error that tells something else. */
    static UnaryOperator<LlmDriver> error(UnaryOperator<LlmExceptionBuilder> twist) {
        return failure(error -> twist.apply(LlmException.of(error).toBuilder()).build());
    }

    private static UnaryOperator<LlmDriver> ends(
            UnaryOperator<ChatResponse> whole, UnaryOperator<ChatResponse> finished, UnaryOperator<Throwable> error) {
        return engine(good -> new EngineShell(good) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
                return mapped(inner.generate(request, call), whole, error);
            }

            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                Function<ChatEvent, List<ChatEvent>> event = next -> List.of(
                        next instanceof ChatEvent.Finished end
                                ? new ChatEvent.Finished(finished.apply(end.response()))
                                : next);
                return new Events(inner.stream(request, call), event, error);
            }
        });
    }

    /** A future with another value or error, which cancels the same call. */
    static <T> CompletableFuture<T> mapped(
            CompletableFuture<T> good, UnaryOperator<T> value, UnaryOperator<Throwable> error) {
        CompletableFuture<T> made = good.newIncompleteFuture();
        good.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    made.complete(value.apply(result));
                } else {
                    made.completeExceptionally(error.apply(failure));
                }
            } catch (RuntimeException thrown) {
                made.completeExceptionally(thrown);
            }
        });
        return made;
    }

    /** Other events. */
    static UnaryOperator<LlmDriver> events(Function<ChatEvent, List<ChatEvent>> twist) {
        return stream(good -> new Events(good, twist, error -> error));
    }

    static UnaryOperator<LlmDriver> stream(UnaryOperator<Flow.Publisher<ChatEvent>> twist) {
        return engine(good -> new EngineShell(good) {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
                return twist.apply(inner.stream(request, call));
            }
        });
    }

    /** Another body, of Acme's requests. */
    static UnaryOperator<LlmDriver> body(BiConsumer<ChatRequest, ObjectNode> twist) {
        return wire((request, prepared) -> {
            ObjectNode body = tree(prepared.wire().body());
            twist.accept(request, body);
            return WireRequest.post(prepared.wire().uri()).json(Json.bytes(body));
        });
    }

    private static ObjectNode tree(byte[] json) {
        try {
            return (ObjectNode) Json.tree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Another request on Acme's wire. */
    static UnaryOperator<LlmDriver> wire(BiFunction<ChatRequest, PreparedRequest, WireRequest.Builder> twist) {
        return provider((good, options) -> new ProviderShell(good, options) {
            @Override
            ChatEngine engine(ChatEngine engine) {
                return AcmeSeam.sending(
                        good,
                        engine.ref(),
                        (request, prepared) -> PreparedRequest.of(
                                twist.apply(request, prepared).build(), prepared.fates()));
            }
        });
    }

    /** Another decoder of Acme's answers. */
    static UnaryOperator<LlmDriver> decoder(UnaryOperator<StreamDecoder> twist) {
        return provider((good, options) -> new ProviderShell(good, options) {
            @Override
            ChatEngine engine(ChatEngine engine) {
                return AcmeSeam.reading(good, engine.ref(), twist);
            }
        });
    }
}
