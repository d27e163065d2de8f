package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Citation;
import dev.llmdriver.TokenLogprob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is rare beside the content: sources and the probabilities of tokens. Reports of sources may repeat themselves. */
final class DetailsReader {
    private final Set<Citation> citations = new LinkedHashSet<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();

    void read(JsonNode candidate) {
        JsonNode cited = candidate.path("citationMetadata");
        cited.path("citationSources").forEach(source -> add(source, ""));
        cited.path("citations").forEach(source -> add(source, "")); // Vertex's name for the same
        grounding(candidate.path("groundingMetadata"));
        logprobs(candidate.path("logprobsResult"));
    }

    /** Each support names the chunks that a segment of the answer stands on; a chunk that none names is a source all the same. */
    private void grounding(JsonNode metadata) {
        JsonNode chunks = metadata.path("groundingChunks");
        Set<Integer> named = new LinkedHashSet<>();
        for (JsonNode support : metadata.path("groundingSupports")) {
            String segment = support.path("segment").path("text").asText("");
            support.path("groundingChunkIndices").forEach(index -> {
                if (chunks.has(index.asInt())) {
                    named.add(index.asInt());
                    add(source(chunks.get(index.asInt())), segment);
                }
            });
        }
        for (int i = 0; chunks.has(i); i++) { // an object has a size, too, and no places
            if (!named.contains(i)) {
                add(source(chunks.get(i)), "");
            }
        }
    }

    /** {@code web}, {@code retrievedContext} or {@code maps}, whichever there is. */
    private static JsonNode source(JsonNode chunk) {
        for (JsonNode kind : chunk) {
            if (kind.isObject()) {
                return kind;
            }
        }
        return chunk;
    }

    private void add(JsonNode source, String excerpt) {
        String uri = source.path("uri").asText("");
        String title = source.path("title").asText("");
        if (!uri.isEmpty() || !title.isEmpty()) {
            citations.add(new Citation(uri, title, excerpt));
        }
    }

    private void logprobs(JsonNode result) {
        JsonNode chosen = result.path("chosenCandidates");
        JsonNode top = result.path("topCandidates");
        for (int i = 0; chosen.has(i); i++) {
            List<TokenLogprob> alternatives = new ArrayList<>();
            top.path(i).path("candidates").forEach(other -> alternatives.add(token(other, List.of())));
            logprobs.add(token(chosen.get(i), alternatives));
        }
    }

    /** A probability of one is a logarithm of zero, which Protobuf leaves out. */
    private static TokenLogprob token(JsonNode token, List<TokenLogprob> alternatives) {
        return new TokenLogprob(
                token.path("token").asText(""), token.path("logProbability").asDouble(0), alternatives);
    }

    List<Citation> citations() {
        return List.copyOf(citations);
    }

    List<TokenLogprob> logprobs() {
        return List.copyOf(logprobs);
    }
}
