package dev.llmdriver.http.internal;

import dev.llmdriver.http.Headers;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer's head says, read where Vert.x has it, who keeps it as long as the answer: as strings it would take another
 * kilobyte of each open stream. Vert.x has filled the map when it hands the head over and writes to it no more (trailers have one of
 * their own), and nobody but this class is given it; so it is immutable, and many threads may read it.
 */
public final class AnswerHeaders extends Headers {
    private final MultiMap headers;

    /**
     * Makes headers.
     *
     * @param headers of an answer whose head is complete
     */
    AnswerHeaders(MultiMap headers) {
        this.headers = headers;
    }

    @Override
    public Optional<String> get(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public List<String> all(String name) {
        return List.copyOf(headers.getAll(name));
    }

    @Override
    public List<Map.Entry<String, String>> entries() {
        return headers.entries().stream()
                .map(header -> Map.entry(header.getKey(), header.getValue()))
                .toList();
    }
}
