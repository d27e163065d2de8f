package dev.llmdriver.client.conversation;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.client.tool.ToolListener;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.ToolStep;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A turn that is under way. It becomes part of the history only when it has ended well. */
final class OpenTurn implements ToolListener {
    private final History history;
    private final Message message;
    private final List<Turn> told;
    private final boolean fromTheStart;
    private final ChatRequest request;

    /**
     * Creates it.
     *
     * @param told what the model is told again
     * @param fromTheStart whether that is all there is, so that the provider's counts can be told apart
     */
    OpenTurn(History history, Message message, List<Turn> told, boolean fromTheStart, ChatRequest request) {
        this.history = history;
        this.message = message;
        this.told = told;
        this.fromTheStart = fromTheStart;
        this.request = request;
    }

    ChatRequest request() {
        return request;
    }

    /** {@return what was begun; if that fails at once there is no turn} */
    <R> R started(Supplier<R> begin) {
        try {
            return begin.get();
        } catch (RuntimeException | Error thrown) { // an error, too, or there would never be another turn
            history.release(this);
            throw thrown;
        }
    }

    @Override
    public void ended(ToolRun run) {
        List<Message> all = new ArrayList<>();
        all.add(message);
        all.addAll(run.messages());
        long counted = run.last().usage().map(this::counted).orElse(0L);
        history.add(this, counted > 0 ? new Turn(all, counted, true, false) : Turn.estimated(all, false));
    }

    /** What the provider counted for everything, less what it had counted for the turns before; zero if that is not known. */
    private long counted(Usage usage) {
        boolean known = fromTheStart
                && usage.input().isPresent()
                && usage.output().isPresent()
                && told.stream().allMatch(Turn::counted);
        return known
                ? usage.input().getAsLong()
                        + usage.output().getAsLong()
                        - told.stream().mapToLong(Turn::tokens).sum()
                : 0;
    }

    @Override
    public void cancelled() {
        history.release(this);
    }

    @Override
    public void failed(LlmException failure, List<ToolStep> steps) {
        List<Message> all = new ArrayList<>();
        all.add(message);
        steps.forEach(step -> all.addAll(step.messages()));
        failure.partial()
                .map(PartialAnswer::message)
                .map(OpenTurn::withoutCalls)
                .ifPresent(some -> {
                    if (!some.parts().isEmpty()) {
                        all.add(some);
                    }
                });
        history.breakOff(this, all.size() == 1 ? null : Turn.estimated(all, true));
    }

    private static Message withoutCalls(Message partial) {
        List<Part> said = partial.parts().stream()
                .filter(part -> !(part instanceof ToolCall))
                .toList();
        return Message.builder(Role.ASSISTANT).parts(said).build();
    }
}
