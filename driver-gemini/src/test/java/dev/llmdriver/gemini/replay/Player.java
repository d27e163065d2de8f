package dev.llmdriver.gemini.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ToolCall;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.replay.Outcome.Answer;
import dev.llmdriver.gemini.replay.Outcome.Call;
import dev.llmdriver.gemini.replay.Outcome.Counters;
import dev.llmdriver.gemini.replay.Outcome.Failure;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Plays recordings over a socket to the driver, which is found and opened as by an application. One thread. */
final class Player implements AutoCloseable {
    private static final String FOLLOW_UP =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Yes\"}]},\"finishReason\":\"STOP\"}]}";

    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider = LlmDrivers.load()
            .open(DriverOptions.builder("gemini")
                    .set("api-key", "AQ.replay-0123456789abcdef")
                    .set("base-url", twin.baseUri().toString())
                    .build());

    LlmProvider provider() {
        return provider;
    }

    void next(Reply reply) {
        twin.enqueue(reply);
    }

    /** {@return what became of the answer, if everything said of it agrees} */
    Outcome play(Recording recording, Reply reply, Outcome expected) {
        twin.enqueue(reply);
        int before = twin.requests().size();
        Outcome outcome = ask(recording, expected);
        int followUps = outcome instanceof Answer ? 1 : 0;
        assertThat(twin.requests()).as("requests at the socket").hasSize(before + 1 + followUps);
        twin.assertScriptUsed();
        return outcome;
    }

    private Outcome ask(Recording recording, Outcome expected) {
        ChatModel model = provider.chatModel("gemini-3.5-flash");
        ChatRequest request = ChatRequest.of("Hello");
        try {
            ChatResponse response = recording.streaming() || recording.streamed()
                    ? model.stream(request).result()
                    : model.generate(request);
            assertThat(response.attempts()).as("attempts").hasSize(1);
            return observed(response, expected, wayBack(model, response));
        } catch (LlmException failure) {
            assertThat(failure.attempts()).as("attempts of " + failure).hasSize(1);
            return new Failure(Set.of(failure.kind().wireName()));
        }
    }

    /** Puts the answer into the next request, and looks how it leaves. */
    private List<JsonNode> wayBack(ChatModel model, ChatResponse response) {
        twin.enqueue(Reply.json(200, FOLLOW_UP));
        ChatRequest next = ChatRequest.builder()
                .user("Hello")
                .message(response.message())
                .user("And?")
                .strict(true)
                .build();
        model.generate(next);
        List<JsonNode> parts = new ArrayList<>();
        List<RecordedRequest> sent = twin.requests();
        Oracle.tree(sent.get(sent.size() - 1).body()).path("contents").forEach(content -> {
            if (content.path("role").asText().equals("model")) {
                content.path("parts").forEach(parts::add);
            }
        });
        return parts;
    }

    private static Answer observed(ChatResponse response, Outcome expected, List<JsonNode> wayBack) {
        return new Answer(
                response.text(),
                response.reasoning(),
                calls(response.toolCalls(), expected instanceof Answer answer ? answer.calls() : List.of()),
                response.usage().map(Player::counters).orElse(null),
                response.finishReason().kind().name(),
                response.finishReason().raw(),
                response.responseId().orElse(""),
                response.servedModel().orElse(""),
                wayBack);
    }

    /** Where the wire has no id, any will do that is there and unique. */
    private static List<Call> calls(List<ToolCall> calls, List<Call> expected) {
        if (!calls.isEmpty()) {
            assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates().noneMatch(String::isBlank);
        }
        return IntStream.range(0, calls.size())
                .mapToObj(i -> {
                    boolean made = i < expected.size() && expected.get(i).id().isEmpty();
                    ToolCall call = calls.get(i);
                    return new Call(made ? "" : call.id(), call.name(), Oracle.tree(call.arguments()));
                })
                .toList();
    }

    private static Counters counters(Usage usage) {
        return new Counters(
                usage.input().orElseThrow(),
                usage.output().orElseThrow(),
                usage.cachedInput().orElseThrow(),
                usage.reasoning().orElseThrow(),
                usage.total().isPresent()
                        ? Optional.of(usage.total().getAsLong()).get()
                        : null);
    }

    @Override
    public void close() {
        provider.close();
        twin.close();
    }
}
