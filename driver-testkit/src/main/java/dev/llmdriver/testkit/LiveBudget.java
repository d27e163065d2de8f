package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Part;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.Usage;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.internal.BudgetedEngine;
import java.util.OptionalLong;

/**
 * What live tests may spend: a number of calls and of tokens. A call that might go beyond is refused as {@code limit_exceeded},
 * reason {@code live_budget}, and nothing is sent. Before a call its bound is taken (a token for each byte of input, and
 * {@code maxTokens}, which every request must set; more for media); after it, what the provider reported comes in its place. Thread-safe.
 */
public final class LiveBudget {
    private static final LiveBudget OF_THIS_RUN = new LiveBudget(
            Integer.getInteger("llmdriver.live.max-calls", 40), Long.getLong("llmdriver.live.max-tokens", 40_000));

    /** What a picture or a page may cost. */
    private static final long MEDIA = 4_000;

    private final int maxCalls;
    private final long maxTokens;
    private int calls;
    private long tokens;

    private LiveBudget(int maxCalls, long maxTokens) {
        this.maxCalls = maxCalls;
        this.maxTokens = maxTokens;
    }

    /** {@return a fresh budget} */
    public static LiveBudget of(int maxCalls, long maxTokens) {
        return new LiveBudget(maxCalls, maxTokens);
    }

    /**
     * {@return the budget that all tests of this process share: 40 calls and 40,000 tokens, or what the system properties
     * {@code llmdriver.live.max-calls} and {@code llmdriver.live.max-tokens} say}
     */
    public static LiveBudget ofThisRun() {
        return OF_THIS_RUN;
    }

    /** {@return the same model, each call of which is paid from this budget} */
    public ChatModel guard(ChatModel model) {
        ChatEngine engine = model.unwrap(ChatEngine.class).orElseThrow(() -> noEngine(model));
        ModelFacts facts = model.unwrap(ModelFacts.class).orElseThrow(() -> noEngine(model));
        return ChatModels.of(new BudgetedEngine(engine, this::take), facts, CallSettings.defaults());
    }

    /** {@return how many calls were made} */
    public synchronized int calls() {
        return calls;
    }

    /** {@return how many tokens were spent, open calls by their bounds} */
    public synchronized long tokens() {
        return tokens;
    }

    private synchronized BudgetedEngine.Receipt take(ChatRequest request) {
        long bound = input(request)
                + request.maxTokens()
                        .orElseThrow(() -> refused("a live test must set maxTokens, or its cost has no bound"));
        if (calls + 1 > maxCalls || tokens + bound > maxTokens) {
            throw refused(
                    ("the live tests' budget of %d calls and %d tokens does not admit one of up to %d tokens after %d calls"
                                    + " and %d tokens; raise llmdriver.live.max-calls or llmdriver.live.max-tokens")
                            .formatted(maxCalls, maxTokens, bound, calls, tokens));
        }
        calls++;
        tokens += bound;
        return usage -> settle(bound, usage);
    }

    private synchronized void settle(long bound, Usage usage) {
        OptionalLong total = usage.total();
        if (total.isPresent()) {
            tokens += total.getAsLong() - bound;
        } else if (usage.input().isPresent() && usage.output().isPresent()) {
            tokens += usage.input().getAsLong() + usage.output().getAsLong() - bound;
        }
    }

    private static long input(ChatRequest request) {
        long said = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .mapToLong(LiveBudget::bytes)
                .sum();
        long offered = request.tools().stream()
                .mapToLong(tool -> size(tool.name()) + size(tool.description()) + size(tool.parameters()))
                .sum();
        return said + offered;
    }

    private static long bytes(Part part) {
        if (part instanceof Text text) {
            return size(text.text());
        } else if (part instanceof Reasoning reasoning) {
            return size(reasoning.text());
        } else if (part instanceof ToolCall call) {
            return size(call.name()) + size(call.arguments());
        } else if (part instanceof ToolResult result) {
            return size(result.content());
        }
        return MEDIA;
    }

    private static long size(String text) {
        return text.getBytes(UTF_8).length;
    }

    private static LlmException refused(String message) {
        return LlmException.builder(ErrorKind.LIMIT_EXCEEDED, message)
                .reason("live_budget")
                .advice(Advice.STOP)
                .build();
    }

    private static IllegalArgumentException noEngine(ChatModel model) {
        return new IllegalArgumentException("only a model that stands on an engine can be counted; " + model.ref()
                + " does not, see ChatModels.of");
    }
}
