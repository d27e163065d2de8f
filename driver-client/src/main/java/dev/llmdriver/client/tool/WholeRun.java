package dev.llmdriver.client.tool;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.util.concurrent.CompletableFuture;

/** A run whose answers are waited for whole. */
final class WholeRun implements LoopRun.Face {
    private final ToolLoop loop;
    private final LoopRun run;
    private final CallFuture<ToolRun> future;

    WholeRun(ToolLoop loop, ChatRequest request) {
        this.loop = loop;
        this.run = new LoopRun(loop, request, this);
        this.future = CallFuture.create(run::cancel);
    }

    CompletableFuture<ToolRun> start() {
        run.start();
        return future;
    }

    @Override
    public CompletableFuture<ChatResponse> ask(ChatRequest request, int step, Cancellation cancellation) {
        CompletableFuture<ChatResponse> answer = loop.model.generateAsync(request);
        cancellation.onCancel(() -> answer.cancel(true));
        return answer;
    }

    @Override
    public void event(ToolEvent event) {}

    @Override
    public void ended(ToolRun result) {
        future.complete(result);
    }

    @Override
    public void failed(LlmException failure) {
        future.fail(failure);
    }
}
