package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** An engine around another one. */
class EngineShell implements ChatEngine {
    final ChatEngine inner;

    EngineShell(ChatEngine inner) {
        this.inner = inner;
    }

    @Override
    public ModelRef ref() {
        return inner.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return inner.generate(request, call);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return inner.stream(request, call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return inner.explain(request, mode);
    }
}
