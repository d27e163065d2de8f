package dev.llmdriver.ollama;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * What Ollama can do beside the contract: {@code provider.unwrap(Ollama.class)}. Thread-safe; closed with its provider. Failures are
 * {@link dev.llmdriver.error.LlmException}s; an unknown model is {@code model_not_found}. Results come on an event loop, where nothing
 * may block; {@code thenApplyAsync} leaves it.
 */
public interface Ollama {
    /**
     * Downloads a model. Nothing is sent before somebody subscribes, each subscriber starts a download of its own, and cancelling ends it;
     * what was loaded is kept for the next time. Demand is honoured: a reader who asks for nothing slows the daemon. Completes only when
     * Ollama says {@code success}; an end without it is {@code stream_interrupted}. No timeout but that of connecting is set.
     *
     * @param model such as {@code llama3.2:1b} or {@code hf.co/user/model:Q4_K_M}
     * @return how far it is, as often as Ollama tells; the last one {@linkplain PullProgress#isSuccess is a success}
     */
    Flow.Publisher<PullProgress> pull(String model);

    /**
     * Asks for a model's details ({@code /api/show}). What it says of capabilities is remembered for requests to that model.
     *
     * @param model an installed model's name
     * @return the details to come, within 30 seconds
     */
    CompletableFuture<ModelDetails> show(String model);

    /**
     * Asks which models are loaded ({@code /api/ps}). Their windows are remembered, so that a prompt that does not fit is noticed.
     *
     * @return the loaded models to come, within 30 seconds, the longest-lived first
     */
    CompletableFuture<List<RunningModel>> running();

    /**
     * Asks for Ollama's version ({@code /api/version}).
     *
     * @return the version to come, such as {@code 0.33.0}; builds from source say {@code 0.0.0}
     */
    CompletableFuture<String> version();
}
