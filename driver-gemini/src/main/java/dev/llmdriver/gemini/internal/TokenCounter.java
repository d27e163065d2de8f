package dev.llmdriver.gemini.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelRef;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.gemini.internal.request.ChatRequestCodec;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.spi.CallContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the tokens of a request with {@code countTokens}: the whole request inside {@code generateContentRequest}, for bare contents would
 * leave instructions and tools out (wire page 1). Thread-safe.
 */
final class TokenCounter {
    private final Connection connection;
    private final ModelRef ref;
    private final ChatRequestCodec codec;

    TokenCounter(Connection connection, ModelRef ref) {
        this.connection = connection;
        this.ref = ref;
        this.codec = new ChatRequestCodec(ref.model(), connection.settings().requests());
    }

    CompletableFuture<TokenCount> count(ChatRequest request) {
        try {
            connection.requireKey(request.callOptions());
            WireRequest wire = WireRequest.post(
                            connection.endpointOf(request.callOptions()).method(ref.model(), "countTokens"))
                    .json(body(request))
                    .build();
            // With the key and address of the call, yet in nobody's ledger: the count is no attempt of any call.
            CallContext own = CallContext.of(connection.settings().scheduler());
            return connection
                    .http()
                    .exchange(
                            wire,
                            Exchange.of(ref, request, own, List.of()),
                            new AnswerOrError<>(TokenCounter::read, connection.errors()));
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused.toBuilder().ref(ref).build());
        }
    }

    private byte[] body(ChatRequest request) {
        try {
            ObjectNode whole = (ObjectNode) Json.tree("{}");
            ObjectNode inner = whole.putObject("generateContentRequest").put("model", Endpoint.resource(ref.model()));
            inner.setAll((ObjectNode) Json.tree(codec.encode(request).body()));
            return Json.writer().writeValueAsBytes(whole);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was written here cannot be read", impossible);
        }
    }

    /** A count below zero is none, as it is in an answer's usage: a budget that is told of one would grow. */
    static TokenCount read(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        boolean ofGemini = body.isObject() && (body.isEmpty() || body.has("promptTokensDetails"));
        if (ofGemini && !body.has("totalTokens")) {
            return new TokenCount(0, true); // Protobuf leaves a count of 0 out (wire page 3)
        }
        JsonNode count = body.path("totalTokens");
        if (!count.canConvertToLong() || count.asLong() < 0) {
            throw new IOException("the count has no totalTokens");
        }
        return new TokenCount(count.asLong(), true);
    }
}
