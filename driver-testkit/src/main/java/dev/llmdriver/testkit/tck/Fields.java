package dev.llmdriver.testkit.tck;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.ToolChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The optional fields of a request, each with a value that one can tell from others, and with one that few providers take. */
final class Fields {
    /** The fields that need nothing else. */
    static final Map<String, UnaryOperator<ChatRequestBuilder>> PLAIN = new LinkedHashMap<>();

    /** The fields that need tools. */
    static final Map<String, UnaryOperator<ChatRequestBuilder>> WITH_TOOLS = new LinkedHashMap<>();

    /** Values at the border of what the contract takes. */
    static final Map<String, UnaryOperator<ChatRequestBuilder>> EXTREME = new LinkedHashMap<>();

    static {
        PLAIN.put("maxTokens", request -> request.maxTokens(77));
        PLAIN.put("temperature", request -> request.temperature(0.25));
        PLAIN.put("topP", request -> request.topP(0.5));
        PLAIN.put("topK", request -> request.topK(17));
        PLAIN.put("stop", request -> request.stop("tck-stop"));
        PLAIN.put("seed", request -> request.seed(4711));
        PLAIN.put("frequencyPenalty", request -> request.frequencyPenalty(0.125));
        PLAIN.put("presencePenalty", request -> request.presencePenalty(0.375));
        PLAIN.put("logprobs", request -> request.logprobs(2));
        PLAIN.put("responseFormat", request -> request.responseFormat(new ResponseFormat.Json()));
        PLAIN.put("reasoningEffort", request -> request.reasoningEffort(ReasoningEffort.LOW));
        WITH_TOOLS.put("toolChoice", request -> request.toolChoice(new ToolChoice.Required()));
        WITH_TOOLS.put("parallelToolCalls", request -> request.parallelToolCalls(true));
        EXTREME.put("temperature", request -> request.temperature(1_000));
        EXTREME.put("topP", request -> request.topP(1));
        EXTREME.put("stop", request -> request.stop(stops(40)));
        EXTREME.put("seed", request -> request.seed(-1));
        EXTREME.put("frequencyPenalty", request -> request.frequencyPenalty(-50));
        EXTREME.put("presencePenalty", request -> request.presencePenalty(50));
        EXTREME.put("logprobs", request -> request.logprobs(1_000));
        EXTREME.put("reasoningEffort", request -> request.reasoningEffort(ReasoningEffort.MAXIMUM));
    }

    /** What those of the plain fields say that have one value. */
    static final Map<String, JsonNode> VALUES = Map.of(
            "maxTokens", Sent.tree("77"),
            "temperature", Sent.tree("0.25"),
            "topP", Sent.tree("0.5"),
            "topK", Sent.tree("17"),
            "stop", Sent.tree("\"tck-stop\""),
            "seed", Sent.tree("4711"),
            "frequencyPenalty", Sent.tree("0.125"),
            "presencePenalty", Sent.tree("0.375"),
            "logprobs", Sent.tree("2"));

    private Fields() {}

    /** {@return requests with one field set each, tools beside those that need them} */
    static Map<String, ChatRequest> each() {
        Map<String, ChatRequest> each = new LinkedHashMap<>();
        PLAIN.forEach((field, set) ->
                each.put(field, set.apply(Samples.request().toBuilder()).build()));
        each.put("tools", withTools().build());
        WITH_TOOLS.forEach(
                (field, set) -> each.put(field, set.apply(withTools()).build()));
        return each;
    }

    /** {@return a request with this field set} */
    static ChatRequest with(String field) {
        return Objects.requireNonNull(each().get(field), field);
    }

    /** {@return requests with one field set to an extreme each} */
    static Map<String, ChatRequest> extremes() {
        Map<String, ChatRequest> extremes = new LinkedHashMap<>();
        EXTREME.forEach((field, set) ->
                extremes.put(field, set.apply(Samples.request().toBuilder()).build()));
        return extremes;
    }

    static ChatRequestBuilder withTools() {
        return Samples.request().toBuilder().tools(Samples.tool());
    }

    /** {@return the same request without this field} */
    static ChatRequest without(String field) {
        return WITH_TOOLS.containsKey(field) ? withTools().build() : Samples.request();
    }

    private static String[] stops(int count) {
        String[] stops = new String[count];
        for (int i = 0; i < count; i++) {
            stops[i] = "tck-stop-" + i;
        }
        return stops;
    }
}
